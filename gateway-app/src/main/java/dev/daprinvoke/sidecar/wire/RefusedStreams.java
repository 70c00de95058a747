package dev.daprinvoke.sidecar.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LifecycleManager;
import io.netty.handler.codec.http2.Http2Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the streams that were refused before they came to be, so that frames of
 * theirs which are already under way end no connection and nobody else's calls (RFC 9113
 * section 5.4.2): the codec would take them for frames of a stream that never was. One
 * for each connection.
 */
final class RefusedStreams implements Http2LifecycleManager {

	private static final Logger log = LoggerFactory.getLogger(RefusedStreams.class);

	private final Http2ConnectionHandler codec;

	private boolean noting;

	/**
	 * Creates the memory of one connection.
	 * @param codec what refuses streams
	 */
	RefusedStreams(Http2ConnectionHandler codec) {
		this.codec = codec;
	}

	/** Whether the connection speaks of a stream now that has been refused. */
	boolean isNoting() {
		return this.noting;
	}

	// Each reset counts against the codec's limit, so that this is bounded as well.
	@Override
	public ChannelFuture resetStream(ChannelHandlerContext context, int stream, long error, ChannelPromise promise) {
		Http2Connection connection = this.codec.connection();
		if (connection.remote().isValidStreamId(stream) && !connection.streamMayHaveExisted(stream)) {
			note(connection.remote(), stream);
		}
		return this.codec.resetStream(context, stream, error, promise);
	}

	private void note(Http2Connection.Endpoint<?> client, int stream) {
		int most = client.maxActiveStreams();
		this.noting = true;
		try {
			// It may have been refused because there are too many.
			client.maxActiveStreams(Integer.MAX_VALUE);
			client.createStream(stream, true).close();
		}
		catch (Http2Exception ex) {
			log.debug("A refused stream is not remembered: {}", ex.getMessage());
		}
		finally {
			client.maxActiveStreams(most);
			this.noting = false;
		}
	}

	@Override
	public void closeStreamLocal(Http2Stream stream, ChannelFuture future) {
		this.codec.closeStreamLocal(stream, future);
	}

	@Override
	public void closeStreamRemote(Http2Stream stream, ChannelFuture future) {
		this.codec.closeStreamRemote(stream, future);
	}

	@Override
	public void closeStream(Http2Stream stream, ChannelFuture future) {
		this.codec.closeStream(stream, future);
	}

	@Override
	public ChannelFuture goAway(ChannelHandlerContext context, int lastStream, long error, ByteBuf debugData,
			ChannelPromise promise) {
		return this.codec.goAway(context, lastStream, error, debugData, promise);
	}

	@Override
	public void onError(ChannelHandlerContext context, boolean outbound, Throwable cause) {
		this.codec.onError(context, outbound, cause);
	}

}
