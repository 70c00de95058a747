package dev.daprinvoke.benchmarks.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Gives an HTTP/2 connection windows of 1 MiB, as the other references have.
 */
final class Windows extends ChannelInboundHandlerAdapter {

	private static final int WINDOW = 1 << 20;

	static Http2Settings settings() {
		return Http2Settings.defaultSettings().initialWindowSize(WINDOW);
	}

	@Override
	public void channelActive(ChannelHandlerContext context) throws Http2Exception {
		Http2Connection connection = context.pipeline().get(Http2FrameCodec.class).connection();
		connection.local().flowController().incrementWindowSize(connection.connectionStream(), WINDOW);
		context.fireChannelActive();
		context.flush();
	}

}
