package dev.daprinvoke.transport.peer;

import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to gRPC's HTTP/2 connections, for two things that its builders do not offer:
 * how many streams a peer allows, and a window of the connection that is larger than that
 * of its streams. With one window for both, a single stream that nobody reads would stop
 * all others (gRPC for Go keeps the two apart as well).
 */
final class Http2Handlers implements InternalProtocolNegotiator.ProtocolNegotiator {

	/**
	 * How many bytes a peer may send ahead on a connection: the windows of so many
	 * streams that those that stand still leave room for others.
	 */
	static final int CONNECTION_WINDOW = 64 << 20;

	private static final Logger log = LoggerFactory.getLogger(Http2Handlers.class);

	private final InternalProtocolNegotiator.ProtocolNegotiator security;

	private volatile @Nullable Http2Connection latest;

	/**
	 * Creates the door.
	 * @param security whether connections are encrypted, and how
	 */
	Http2Handlers(InternalProtocolNegotiator.ProtocolNegotiator security) {
		this.security = security;
	}

	@Override
	public AsciiString scheme() {
		return this.security.scheme();
	}

	@Override
	public ChannelHandler newHandler(GrpcHttp2ConnectionHandler http2) {
		Http2Connection connection = http2.connection();
		connection.addListener(new Widening(connection));
		this.latest = connection;
		return this.security.newHandler(http2);
	}

	@Override
	public void close() {
		this.security.close();
	}

	/**
	 * How many streams the peer of the latest connection allows at the same time.
	 * @return the limit, as the peer has told it so far
	 */
	int streamLimit() {
		Http2Connection connection = this.latest;
		return (connection != null) ? connection.local().maxActiveStreams() : Integer.MAX_VALUE;
	}

	/** Widens a connection's window when its first stream begins, on its event loop. */
	private static final class Widening extends Http2ConnectionAdapter {

		private final Http2Connection connection;

		private boolean done;

		Widening(Http2Connection connection) {
			this.connection = connection;
		}

		@Override
		public void onStreamActive(Http2Stream stream) {
			if (this.done) {
				return;
			}
			this.done = true;
			Http2LocalFlowController flow = this.connection.local().flowController();
			Http2Stream whole = this.connection.connectionStream();
			try {
				flow.incrementWindowSize(whole, CONNECTION_WINDOW - flow.initialWindowSize(whole));
			}
			catch (Http2Exception ex) {
				log.warn("The window of a connection could not be widened: {}", ex.getMessage());
			}
		}

	}

}
