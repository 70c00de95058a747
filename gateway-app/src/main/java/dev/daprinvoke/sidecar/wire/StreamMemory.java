package dev.daprinvoke.sidecar.wire;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;

import dev.daprinvoke.message.BodyMemory;

/**
 * Resets a stream of HTTP/2 whose body would take the last memory: frames wait for their
 * reader, each with objects of its own, however small it is. Stands between frame codec
 * and streams; for any number of connections.
 */
@Sharable
final class StreamMemory extends ChannelInboundHandlerAdapter {

	private final BodyMemory memory;

	/**
	 * Creates a guard.
	 * @param memory tells whether there is room for more; asked for every frame of a body
	 */
	StreamMemory(BodyMemory memory) {
		this.memory = memory;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof Http2DataFrame frame && frame.content().isReadable() && !this.memory.mayGoOn()) {
			Http2FrameStream stream = frame.stream();
			frame.release();
			context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.ENHANCE_YOUR_CALM).stream(stream));
		}
		else {
			context.fireChannelRead(message);
		}
	}

}
