package dev.daprinvoke.benchmarks.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the app: {@code /kb} answers 1 KB, {@code /sink} swallows a body and
 * answers its length, {@code /bytes/N} sends N bytes, {@code /echo} sends a body back
 * while it comes in; anything else, a sidecar's {@code /dapr/config} for one, is not
 * found.
 */
final class AppHandler extends SimpleChannelInboundHandler<HttpObject> {

	private static final ByteBuf KILOBYTE = Transport.reusable(1024);

	private static final String BYTES = "/bytes/";

	private String path = "";

	private long received;

	private @Nullable BodySource sending;

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
		if (message instanceof HttpRequest request) {
			begin(context, request);
		}
		if (message instanceof HttpContent content) {
			take(context, content);
		}
		if (message instanceof LastHttpContent) {
			end(context);
		}
	}

	private void begin(ChannelHandlerContext context, HttpRequest request) {
		this.path = request.uri();
		this.received = 0;
		if (this.path.equals("/echo")) {
			HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
			long length = HttpUtil.getContentLength(request, -1L);
			if (length >= 0) {
				HttpUtil.setContentLength(response, length);
			}
			else {
				HttpUtil.setTransferEncodingChunked(response, true);
			}
			context.write(response, context.voidPromise());
		}
	}

	private void take(ChannelHandlerContext context, HttpContent content) {
		this.received += content.content().readableBytes();
		if (this.path.equals("/echo")) {
			context.write(content.retain(), context.voidPromise());
			// What cannot be sent back yet is not read yet either.
			context.channel().config().setAutoRead(context.channel().isWritable());
		}
	}

	private void end(ChannelHandlerContext context) {
		if (this.path.equals("/kb")) {
			respond(context, HttpResponseStatus.OK, KILOBYTE.retainedDuplicate());
		}
		else if (this.path.equals("/sink")) {
			ByteBuf count = Unpooled.copiedBuffer(Long.toString(this.received), StandardCharsets.US_ASCII);
			respond(context, HttpResponseStatus.OK, count);
		}
		else if (this.path.startsWith(BYTES)) {
			send(context, Long.parseLong(this.path.substring(BYTES.length())));
		}
		else if (!this.path.equals("/echo")) {
			respond(context, HttpResponseStatus.NOT_FOUND, Unpooled.EMPTY_BUFFER);
		}
	}

	private void respond(ChannelHandlerContext context, HttpResponseStatus status, ByteBuf body) {
		DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
		response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
		HttpUtil.setContentLength(response, body.readableBytes());
		context.write(response, context.voidPromise());
	}

	private void send(ChannelHandlerContext context, long length) {
		HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		HttpUtil.setContentLength(response, length);
		context.write(response, context.voidPromise());
		this.sending = new BodySource(context.channel(), length);
		this.sending.write();
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		boolean writable = context.channel().isWritable();
		if (writable && this.sending != null) {
			this.sending.write();
		}
		context.channel().config().setAutoRead(writable);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// A caller that went away is the caller's business, which counts what it misses.
		if (!(cause instanceof IOException)) {
			cause.printStackTrace();
		}
		context.close();
	}

}
