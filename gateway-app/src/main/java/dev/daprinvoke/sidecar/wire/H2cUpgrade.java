package dev.daprinvoke.sidecar.wire;

import java.util.ArrayList;
import java.util.List;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Takes a request that asks for HTTP/2 out of the way until its body is complete, and
 * answers it there: Java's client asks so with every first request, body or not (contract
 * section 0). A body beyond 64 KiB, or one in very many parts, or one that breaks off,
 * stays on HTTP/1.1. One for each such request, which has a place among the waiting.
 */
final class H2cUpgrade extends ChannelInboundHandlerAdapter {

	/** The largest body that is kept for an upgrade, in bytes. */
	static final int LARGEST_BODY = 64 * 1024;

	/** A part takes memory of its own, however small it is. */
	static final int MOST_PARTS = 256;

	private final List<Object> parts = new ArrayList<>();

	private final Http2Switch http2;

	private int size;

	/**
	 * Creates the handler of one request, the next that comes.
	 * @param http2 the way into HTTP/2
	 */
	H2cUpgrade(Http2Switch http2) {
		this.http2 = http2;
	}

	/**
	 * Whether a request asks for an upgrade that can be given.
	 * @param request a request with an {@code Upgrade} header
	 * @return whether it does
	 */
	static boolean isAsked(HttpRequest request) {
		return HttpVersion.HTTP_1_1.equals(request.protocolVersion())
				&& request.headers().containsValue(HttpHeaderNames.UPGRADE, "h2c", true)
				&& request.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
				&& request.headers().containsValue(HttpHeaderNames.CONNECTION, Http2Switch.SETTINGS_HEADER, true)
				&& Http2Switch.settings(request) != null && !HttpUtil.is100ContinueExpected(request)
				&& HttpUtil.getContentLength(request, 0L) <= LARGEST_BODY;
	}

	/**
	 * Lets a request that waits be answered on HTTP/1.1.
	 * @param pipeline of a connection, with or without such a request
	 */
	static void giveUp(ChannelPipeline pipeline) {
		ChannelHandlerContext waiting = pipeline.context(H2cUpgrade.class);
		if (waiting != null) {
			pipeline.remove(waiting.handler());
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.parts.add(message);
		if (message instanceof HttpContent content) {
			this.size += content.content().readableBytes();
		}
		if (this.size > LARGEST_BODY || this.parts.size() > MOST_PARTS) {
			stay(context);
		}
		else if (message instanceof LastHttpContent) {
			upgrade(context);
		}
	}

	private void upgrade(ChannelHandlerContext context) {
		HttpServerCodec codec = context.pipeline().get(HttpServerCodec.class);
		HttpServerUpgradeHandler handler = new HttpServerUpgradeHandler(codec, (protocol) -> this.http2.upgrade(),
				LARGEST_BODY);
		context.pipeline().addAfter(context.name(), null, handler);
		List<Object> request = List.copyOf(this.parts);
		this.parts.clear();
		request.forEach(context::fireChannelRead);
	}

	private void stay(ChannelHandlerContext context) {
		context.pipeline().remove(this);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		// Nobody else asks for the rest as long as it is kept here.
		if (!context.isRemoved() && !context.channel().config().isAutoRead()) {
			context.read();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		stay(context);
		context.fireExceptionCaught(cause);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.http2.waiting().leave();
		boolean goesOn = context.channel().isActive();
		for (Object part : this.parts) {
			if (goesOn) {
				context.fireChannelRead(part);
			}
			else {
				ReferenceCountUtil.release(part);
			}
		}
		this.parts.clear();
	}

}
