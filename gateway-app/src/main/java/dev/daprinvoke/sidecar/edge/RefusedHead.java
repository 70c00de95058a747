package dev.daprinvoke.sidecar.edge;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the answer to a request that could not be decoded the text that clients of Dapr
 * see (contract section 1.1); Reactor Netty makes the answer, without a body. One for
 * each connection.
 */
final class RefusedHead extends ChannelDuplexHandler {

	private @Nullable HttpResponseStatus refused;

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request && request.decoderResult().isFailure()) {
			this.refused = status(request.decoderResult().cause());
		}
		context.fireChannelRead(message);
	}

	private static HttpResponseStatus status(Throwable cause) {
		boolean tooLong = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
		return tooLong ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE : HttpResponseStatus.BAD_REQUEST;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		HttpResponseStatus status = this.refused;
		if (status != null && message instanceof FullHttpResponse response && !response.content().isReadable()) {
			this.refused = null;
			context.write(withText(response, status, context), promise);
		}
		else {
			context.write(message, promise);
		}
	}

	private static FullHttpResponse withText(FullHttpResponse empty, HttpResponseStatus status,
			ChannelHandlerContext context) {
		ByteBuf text = context.alloc().buffer();
		text.writeCharSequence(status.toString(), StandardCharsets.US_ASCII);
		FullHttpResponse response = empty.replace(text);
		empty.release();
		response.setStatus(status);
		response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
		response.headers().set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes());
		return response;
	}

}
