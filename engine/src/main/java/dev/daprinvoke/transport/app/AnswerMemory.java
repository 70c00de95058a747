package dev.daprinvoke.transport.app;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.message.BodyMemory;

/**
 * Breaks an answer off whose body would take the last memory: what comes from an app is
 * kept until its caller reads, and some never do. For any number of connections.
 */
@Sharable
final class AnswerMemory extends ChannelInboundHandlerAdapter {

	private final BodyMemory memory;

	AnswerMemory(BodyMemory memory) {
		this.memory = memory;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpContent part && part.content().isReadable() && !this.memory.mayGoOn()
				&& !isWhole(context)) {
			part.release();
			context.fireExceptionCaught(new BodyMemoryException());
			context.close();
		}
		else {
			context.fireChannelRead(message);
		}
	}

	// What is there already goes on its way at once.
	private static boolean isWhole(ChannelHandlerContext context) {
		AnswerCodec connection = context.pipeline().get(AnswerCodec.class);
		return connection != null && connection.isWhole();
	}

}
