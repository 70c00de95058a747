package dev.daprinvoke.benchmarks.relay;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/**
 * The side of a hop that requests come from: each one goes upstream as it comes in.
 */
final class Front extends ChannelInboundHandlerAdapter {

	private final Upstream upstream;

	private final Queue<Object> waiting = new ArrayDeque<>();

	private @Nullable Channel back;

	/**
	 * Creates the handler of one connection or stream.
	 * @param upstream where its requests go
	 */
	Front(Upstream upstream) {
		this.upstream = upstream;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest) {
			this.back = null;
			Promise<Channel> ready = context.executor().newPromise();
			ready.addListener((Future<Channel> opened) -> opened(context, opened));
			this.upstream.open(context.channel(), ready);
		}
		Channel opened = this.back;
		if (opened != null) {
			opened.write(message, opened.voidPromise());
		}
		else {
			this.waiting.add(message);
		}
	}

	private void opened(ChannelHandlerContext context, Future<Channel> opened) {
		if (!opened.isSuccess()) {
			context.close();
			return;
		}
		Channel channel = opened.getNow();
		this.back = channel;
		for (Object message = this.waiting.poll(); message != null; message = this.waiting.poll()) {
			channel.write(message, channel.voidPromise());
		}
		channel.flush();
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		Channel opened = this.back;
		if (opened != null) {
			opened.flush();
			// What cannot be passed on yet is not read yet either.
			context.channel().config().setAutoRead(opened.isWritable());
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		Channel opened = this.back;
		if (opened != null) {
			opened.config().setAutoRead(context.channel().isWritable());
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		for (Object message = this.waiting.poll(); message != null; message = this.waiting.poll()) {
			ReferenceCountUtil.release(message);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
