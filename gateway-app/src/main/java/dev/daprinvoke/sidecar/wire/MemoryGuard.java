package dev.daprinvoke.sidecar.wire;

import java.net.SocketAddress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;

import dev.daprinvoke.message.BodyMemory;

/**
 * Ends a connection whose body would take the last memory: what nobody reads yet is kept
 * all the same, most of all when thousands of clients leave in one moment. Heads pass, so
 * that health is answered.
 */
@Sharable
public final class MemoryGuard extends ChannelInboundHandlerAdapter implements ChannelPipelineConfigurer {

	private final BodyMemory memory;

	/**
	 * Creates a guard for any number of connections.
	 * @param memory tells whether there is room for more; asked for every part of a body
	 */
	public MemoryGuard(BodyMemory memory) {
		this.memory = memory;
	}

	@Override
	public void onChannelInit(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remote) {
		channel.pipeline().addAfter(NettyPipeline.HttpCodec, "memory", this);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpContent content && content.content().isReadable() && !this.memory.mayGoOn()) {
			content.release();
			context.close();
		}
		else {
			context.fireChannelRead(message);
		}
	}

}
