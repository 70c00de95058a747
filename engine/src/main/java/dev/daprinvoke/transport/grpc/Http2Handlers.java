package dev.daprinvoke.transport.grpc;

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
 * The door to gRPC's HTTP/2 connections, for three things that its builders do not offer:
 * how many streams a peer allows; the frames of streams that pass beneath gRPC; and a
 * window of the connection that is larger than that of its streams. With one window for
 * both, a single stream that nobody reads would stop all others (gRPC for Go keeps the
 * two apart as well).
 */
public final class Http2Handlers implements InternalProtocolNegotiator.ProtocolNegotiator {

	/**
	 * How many bytes a peer may send ahead on a connection: the windows of so many
	 * streams that those that stand still leave room for others.
	 */
	static final int CONNECTION_WINDOW = 64 << 20;

	private static final Logger log = LoggerFactory.getLogger(Http2Handlers.class);

	private final InternalProtocolNegotiator.ProtocolNegotiator security;

	private final @Nullable StreamAcceptor acceptor;

	private volatile @Nullable RawConnection latest;

	/**
	 * Creates the door.
	 * @param security whether connections are encrypted, and how
	 * @param acceptor takes streams of clients from gRPC, or {@code null} to leave it all
	 */
	public Http2Handlers(InternalProtocolNegotiator.ProtocolNegotiator security, @Nullable StreamAcceptor acceptor) {
		this.security = security;
		this.acceptor = acceptor;
	}

	@Override
	public AsciiString scheme() {
		return this.security.scheme();
	}

	@Override
	public ChannelHandler newHandler(GrpcHttp2ConnectionHandler http2) {
		Http2Connection connection = http2.connection();
		connection.addListener(new Widening(connection));
		this.latest = RawConnection.beneath(http2, this.acceptor);
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
		RawConnection connection = this.latest;
		return (connection != null) ? connection.streamLimit() : Integer.MAX_VALUE;
	}

	/**
	 * The frames of the latest connection.
	 * @return the connection, or {@code null} if none was opened
	 */
	@Nullable RawConnection latest() {
		return this.latest;
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
