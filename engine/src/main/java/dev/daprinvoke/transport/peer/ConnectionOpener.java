package dev.daprinvoke.transport.peer;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.grpc.netty.InternalNettyChannelBuilder;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;

import dev.daprinvoke.resolve.Endpoint;

/**
 * Opens plaintext HTTP/2 connections to other sidecars, each a gRPC channel of its own
 * (contract section 2.7).
 */
final class ConnectionOpener {

	private final EventLoops loops;

	private final PeerSettings settings;

	ConnectionOpener(EventLoops loops, PeerSettings settings) {
		this.loops = loops;
		this.settings = settings;
	}

	/**
	 * Makes a connection, which connects when its state is asked for.
	 * @param endpoint where to
	 * @return the connection
	 */
	PooledConnection open(Endpoint endpoint) {
		Http2Handlers handlers = new Http2Handlers(InternalProtocolNegotiators.plaintext());
		NettyChannelBuilder builder = builder(endpoint).usePlaintext()
			.directExecutor()
			.eventLoopGroup(this.loops.group())
			.channelType(this.loops.clientChannel())
			.withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) this.settings.connectTimeout().toMillis())
			.maxInboundMessageSize(this.settings.maxMessageSize())
			.maxInboundMetadataSize(this.settings.maxHeaderSize())
			.flowControlWindow(this.settings.flowControlWindow())
			.keepAliveTime(10, TimeUnit.SECONDS)
			.keepAliveTimeout(5, TimeUnit.SECONDS)
			.keepAliveWithoutCalls(true)
			.disableRetry();
		InternalNettyChannelBuilder.setProtocolNegotiatorFactory(builder, () -> handlers);
		return new PooledConnection(builder.build(), handlers::streamLimit);
	}

	private static NettyChannelBuilder builder(Endpoint endpoint) {
		String host = endpoint.host();
		boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
		return literal ? NettyChannelBuilder.forAddress(new InetSocketAddress(host, endpoint.port()))
				: NettyChannelBuilder.forAddress(host, endpoint.port());
	}

}
