package dev.daprinvoke.transport.app;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameCodec;

/**
 * Leaves the bounds of an HTTP/2 connection to its streams: with the window that HTTP/2
 * gives a connection, one answer that nobody reads would keep all others waiting.
 */
final class ConnectionWindow extends ChannelInboundHandlerAdapter {

	/** As wide as the one of Go's client. */
	private static final int WINDOW = 1 << 30;

	@Override
	public void channelActive(ChannelHandlerContext context) throws Exception {
		Http2Connection connection = context.pipeline().get(Http2FrameCodec.class).connection();
		var flow = connection.local().flowController();
		flow.incrementWindowSize(connection.connectionStream(),
				WINDOW - flow.windowSize(connection.connectionStream()));
		context.flush();
		context.pipeline().remove(this);
		context.fireChannelActive();
	}

}
