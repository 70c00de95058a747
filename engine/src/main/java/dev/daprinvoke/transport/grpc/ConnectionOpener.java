package dev.daprinvoke.transport.grpc;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.grpc.netty.InternalNettyChannelBuilder;
import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;

import dev.daprinvoke.resolve.Endpoint;

/**
 * Opens HTTP/2 connections, each a gRPC channel of its own (contract section 2.7).
 */
final class ConnectionOpener {

	private final EventLoops loops;

	private final PeerSettings settings;

	private final Function<PeerKey, ProtocolNegotiator> security;

	private final boolean toApp;

	/**
	 * Creates an opener.
	 * @param loops where connections live
	 * @param settings the limits
	 * @param security whether connections are encrypted, and how; asked for each
	 * @param toApp whether they lead to an app: then calls wait for others on a
	 * connection that takes no more at the same time, instead of on a further one, and
	 * nobody pings
	 */
	ConnectionOpener(EventLoops loops, PeerSettings settings, Function<PeerKey, ProtocolNegotiator> security,
			boolean toApp) {
		this.loops = loops;
		this.settings = settings;
		this.security = security;
		this.toApp = toApp;
	}

	/**
	 * Makes a connection, which connects when its state is asked for.
	 * @param key where to, and who is expected there
	 * @return the connection
	 */
	PooledConnection open(PeerKey key) {
		Http2Handlers handlers = new Http2Handlers(this.security.apply(key), null);
		NettyChannelBuilder builder = builder(key.endpoint()).usePlaintext()
			.directExecutor()
			.eventLoopGroup(this.loops.group())
			.channelType(this.loops.clientChannel())
			.withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) this.settings.connectTimeout().toMillis())
			.maxInboundMessageSize(this.settings.maxMessageSize())
			.maxInboundMetadataSize(this.settings.maxHeaderSize())
			.flowControlWindow(this.settings.flowControlWindow())
			// gRPC does not see the calls beneath it. So many days switch it off.
			.idleTimeout(30, TimeUnit.DAYS)
			.disableRetry();
		if (!this.toApp) {
			// An app's server takes pings that nobody agreed upon for an attack.
			builder.keepAliveTime(10, TimeUnit.SECONDS)
				.keepAliveTimeout(5, TimeUnit.SECONDS)
				.keepAliveWithoutCalls(true);
		}
		InternalNettyChannelBuilder.setProtocolNegotiatorFactory(builder, () -> handlers);
		return new PooledConnection(builder.build(), handlers,
				this.toApp ? () -> Integer.MAX_VALUE : handlers::streamLimit);
	}

	private static NettyChannelBuilder builder(Endpoint endpoint) {
		String host = endpoint.host();
		boolean literal = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
		return literal ? NettyChannelBuilder.forAddress(new InetSocketAddress(host, endpoint.port()))
				: NettyChannelBuilder.forAddress(host, endpoint.port());
	}

}
