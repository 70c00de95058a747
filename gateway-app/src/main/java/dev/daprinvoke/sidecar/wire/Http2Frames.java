package dev.daprinvoke.sidecar.wire;

import java.io.IOException;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2WindowUpdateFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.daprinvoke.sidecar.api.http.ChunkedWhole;

/**
 * Smooths the differences between HTTP/2 and what handlers of HTTP/1.1 expect and write,
 * frame by frame, and gives a connection a window that one stream alone cannot exhaust.
 * Stands between frame codec and streams; one for each connection.
 */
final class Http2Frames extends ChannelDuplexHandler {

	/** As Go's server: what all streams together may send before it is read, in bytes. */
	private static final int CONNECTION_WINDOW = 1 << 20;

	private static final Logger log = LoggerFactory.getLogger(Http2Frames.class);

	private int lastStream;

	private boolean reading;

	private @Nullable RefusedStreams refused;

	@Override
	public void handlerAdded(ChannelHandlerContext context) throws Http2Exception {
		Http2FrameCodec codec = context.pipeline().get(Http2FrameCodec.class);
		this.refused = new RefusedStreams(codec);
		codec.encoder().lifecycleManager(this.refused);
		Http2Connection connection = codec.connection();
		Http2Stream whole = connection.connectionStream();
		int window = connection.local().flowController().windowSize(whole);
		connection.local().flowController().incrementWindowSize(whole, CONNECTION_WINDOW - window);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.reading = true;
		if (message instanceof Http2HeadersFrame frame && frame.stream().id() > this.lastStream) {
			this.lastStream = frame.stream().id();
			if (!isWhole(frame.headers())) {
				reset(context, frame.stream(), Http2Error.PROTOCOL_ERROR);
				return;
			}
			prepare(frame.headers());
		}
		context.fireChannelRead(message);
	}

	// The streams flush at the end of each round of reads.
	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		this.reading = false;
	}

	// What was refused has never been a stream for those behind.
	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		RefusedStreams refused = this.refused;
		if (refused == null || !refused.isNoting()) {
			context.fireUserEventTriggered(event);
		}
	}

	private static boolean isWhole(Http2Headers headers) {
		CharSequence method = headers.method();
		if (method == null || headers.contains(Http2Headers.PseudoHeaderName.PROTOCOL.value())) {
			return false;
		}
		boolean isTunnel = HttpMethod.CONNECT.asciiName().contentEquals(method);
		boolean namesResource = headers.path() != null && headers.scheme() != null && headers.path().length() > 0;
		return isTunnel ? headers.authority() != null : namesResource;
	}

	private static void prepare(Http2Headers headers) {
		CharSequence authority = headers.authority();
		if (authority != null && !RequestCheck.hasReadablePort(authority.toString())) {
			headers.authority(RequestCheck.withoutPort(authority.toString()));
		}
		if (headers.path() == null) {
			headers.path((authority != null) ? authority : "*");
		}
	}

	// A stream that broke a rule is reset, not answered; what breaks a connection is
	// answered by the codec.
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
		if (error instanceof Http2FrameStreamException inStream) {
			reset(context, inStream.stream(), inStream.error());
		}
		else if (error instanceof Http2Exception || error instanceof IOException) {
			log.debug("An HTTP/2 connection ends: {}", error.getMessage());
		}
		else {
			context.fireExceptionCaught(error);
		}
	}

	private static void reset(ChannelHandlerContext context, Http2FrameStream stream, Http2Error error) {
		context.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(stream));
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		Http2FrameStream ended = null;
		if (message instanceof Http2HeadersFrame frame) {
			if (ChunkedWhole.unmark(frame.headers())) {
				frame.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
			}
			ended = frame.isEndStream() ? frame.stream() : null;
		}
		else if (message instanceof Http2DataFrame frame && frame.isEndStream()) {
			ended = frame.stream();
		}
		context.write(message, (ended != null) ? thenHangUp(context, ended, promise) : promise);
		// Netty's streams leave it written and not flushed where a reader asks once more
		// while it waits already: the client would wait for ever.
		if (!this.reading && message instanceof Http2WindowUpdateFrame) {
			context.flush();
		}
	}

	// Who still sends to what is answered is told to stop, as Go's server does.
	private static ChannelPromise thenHangUp(ChannelHandlerContext context, @Nullable Http2FrameStream stream,
			ChannelPromise promise) {
		if (stream == null || stream.state() != Http2Stream.State.OPEN) {
			return promise;
		}
		return promise.unvoid().addListener((written) -> {
			if (written.isSuccess() && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
				reset(context, stream, Http2Error.NO_ERROR);
			}
		});
	}

}
