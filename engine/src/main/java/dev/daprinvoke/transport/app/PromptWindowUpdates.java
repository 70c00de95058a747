package dev.daprinvoke.transport.app;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2WindowUpdateFrame;

/**
 * Sends what a stream of HTTP/2 gives back of its window. Netty's streams leave it
 * written and not flushed where a reader asks once more while it waits already, and with
 * nothing else to send, the other side and we would wait for each other for ever. Stands
 * between frame codec and streams; one for each connection.
 */
final class PromptWindowUpdates extends ChannelDuplexHandler {

	private boolean reading;

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.reading = true;
		context.fireChannelRead(message);
	}

	// The streams flush at the end of each round of reads.
	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.fireChannelReadComplete();
		this.reading = false;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		context.write(message, promise);
		if (!this.reading && message instanceof Http2WindowUpdateFrame) {
			context.flush();
		}
	}

}
