package dev.daprinvoke.benchmarks.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The side of a hop that answers come from: they go to the one who asks as they come in.
 */
class Back extends ChannelInboundHandlerAdapter {

	private @Nullable Channel front;

	/**
	 * Begins an exchange.
	 * @param asking who gets the answer
	 */
	final void begin(Channel asking) {
		this.front = asking;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel asking = this.front;
		if (asking == null) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof HttpResponse response && !HttpUtil.isContentLengthSet(response)) {
			HttpUtil.setTransferEncodingChunked(response, true);
		}
		asking.write(message, asking.voidPromise());
		if (message instanceof LastHttpContent) {
			asking.flush();
			this.front = null;
			ended(context.channel());
		}
	}

	/**
	 * Takes the channel back.
	 * @param channel the channel, whose answer is complete
	 */
	void ended(Channel channel) {
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		Channel asking = this.front;
		if (asking != null) {
			asking.flush();
			context.channel().config().setAutoRead(asking.isWritable());
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		Channel asking = this.front;
		if (asking != null) {
			asking.config().setAutoRead(context.channel().isWritable());
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.front != null) {
			this.front.close();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
