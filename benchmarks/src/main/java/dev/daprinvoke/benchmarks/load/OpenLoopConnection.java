package dev.daprinvoke.benchmarks.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an {@link OpenLoopRun}, with at most one request under way.
 */
final class OpenLoopConnection extends SimpleChannelInboundHandler<HttpObject> {

	private static final int NONE = -1;

	private final OpenLoopRun run;

	private @Nullable ChannelHandlerContext context;

	private int request = NONE;

	OpenLoopConnection(OpenLoopRun run) {
		this.run = run;
	}

	void send(int request, Target target) {
		ChannelHandlerContext context = this.context;
		if (context == null) {
			throw new IllegalStateException("The connection is not open.");
		}
		this.request = request;
		HttpRequest message = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target.path("/kb"));
		message.headers().set(HttpHeaderNames.HOST, target.host());
		context.writeAndFlush(message, context.voidPromise());
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.context = context;
		this.run.ready(this);
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
		if (message instanceof HttpResponse response && !response.status().equals(HttpResponseStatus.OK)) {
			this.run.failed("a request was answered with " + response.status());
		}
		if (message instanceof LastHttpContent) {
			this.run.answered(this.request);
			this.request = NONE;
			this.run.ready(this);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.run.closed(this, context.channel());
		if (this.request != NONE) {
			this.run.failed("a connection was closed before its answer");
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.run.failed("a connection failed: " + cause);
		context.close();
	}

}
