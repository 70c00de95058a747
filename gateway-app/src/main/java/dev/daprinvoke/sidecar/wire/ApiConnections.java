package dev.daprinvoke.sidecar.wire;

import java.net.SocketAddress;
import java.util.function.BooleanSupplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.http.server.HttpServerRequest;

import dev.daprinvoke.sidecar.api.http.ChunkedWhole;
import dev.daprinvoke.transport.http.PartJoiner;

/**
 * Puts this package's handlers into each new connection of the HTTP API. Shared by all
 * connections of a server.
 */
public final class ApiConnections implements ChannelPipelineConfigurer {

	private final @Nullable HttpServerConfig http2;

	private final BooleanSupplier stopping;

	private final WaitingUpgrades waiting = new WaitingUpgrades();

	private ApiConnections(@Nullable HttpServerConfig http2, BooleanSupplier stopping) {
		this.http2 = http2;
		this.stopping = stopping;
	}

	/**
	 * Connections that speak HTTP/1.1 only.
	 * @param stopping whether the server stops: answers of HTTP/1.1 that have not begun
	 * are then their connections' last; any thread
	 * @return their set-up
	 */
	public static ApiConnections http1(BooleanSupplier stopping) {
		return new ApiConnections(null, stopping);
	}

	/**
	 * Connections that speak HTTP/1.1, or HTTP/2 without TLS where the client wants it.
	 * @param connections takes the connections
	 * @param maxHeadBytes the most bytes of a request's headers
	 * @param stopping whether the server stops, as in {@link #http1}
	 * @return their set-up
	 */
	public static ApiConnections http1AndHttp2(ChannelGroup connections, int maxHeadBytes, BooleanSupplier stopping) {
		return new ApiConnections(Http2Switch.describe(connections, maxHeadBytes), stopping);
	}

	/**
	 * Ends a connection without losing a request: it closes, once the requests that have
	 * been taken are answered. Of HTTP/2, its client is told. Returns at once.
	 * @param connection the connection
	 */
	public static void end(Channel connection) {
		if (connection.pipeline().get(Http1Gate.class) != null) {
			connection.pipeline().fireUserEventTriggered(ConnectionEnd.ASKED);
		}
		else {
			connection.close();
		}
	}

	/**
	 * Makes a request what its client sent: of HTTP/2's framing Netty makes headers,
	 * which would reach the app; and parts of bodies, however small.
	 * @param request the request
	 */
	public static void prepare(HttpServerRequest request) {
		if (request.version().majorVersion() > 1) {
			request.requestHeaders().remove(ExtensionHeaderNames.STREAM_ID.text());
			request.requestHeaders().remove(ExtensionHeaderNames.SCHEME.text());
			request.withConnection((stream) -> join(stream.channel().pipeline()));
		}
	}

	private static void join(ChannelPipeline stream) {
		if (stream.get(NettyPipeline.H2ToHttp11Codec) != null) {
			stream.addAfter(NettyPipeline.H2ToHttp11Codec, "parts", new PartJoiner());
		}
	}

	@Override
	public void onChannelInit(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remote) {
		Http2Switch http2 = (this.http2 != null) ? Http2Switch.to(this.http2, this.waiting, observer) : null;
		HeadDeadline deadline = new HeadDeadline();
		ChunkLines chunks = new ChunkLines();
		ChannelPipeline pipeline = channel.pipeline();
		if (http2 != null) {
			pipeline.addFirst(new PriorKnowledge(http2));
		}
		pipeline.addBefore(NettyPipeline.HttpCodec, null, deadline)
			.addBefore(NettyPipeline.HttpCodec, null, chunks)
			.addAfter(NettyPipeline.HttpCodec, "gate", new Http1Gate(deadline, chunks, http2, this.stopping))
			.addAfter("gate", "chunked", ChunkedWhole.INSTANCE)
			.addAfter("gate", "parts", new PartJoiner());
	}

}
