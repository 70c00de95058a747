package dev.daprinvoke.transport.app;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Passes over what an app says before its answer: interim answers, of which there may be
 * any number (RFC 9110 section 15.2). A switch of protocols is no interim answer.
 */
class InterimAnswers extends ChannelInboundHandlerAdapter {

	private boolean passingOver;

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpResponse response) {
			int status = response.status().code();
			this.passingOver = status >= 100 && status < 200 && status != 101;
		}
		if (!this.passingOver) {
			context.fireChannelRead(message);
			return;
		}
		if (message instanceof LastHttpContent) {
			this.passingOver = false;
		}
		ReferenceCountUtil.release(message);
		context.read();
	}

}
