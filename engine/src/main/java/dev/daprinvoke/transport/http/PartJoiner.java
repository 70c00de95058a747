package dev.daprinvoke.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Joins small parts of a body where many come in one read: each part has its own objects,
 * and becomes a message of its own on the hop, so that 64 KB of chunks of one byte would
 * be ten thousand of them. Whatever came is passed on before the read ends, so that
 * nothing waits. The first few pass as they are, as events that came together stay frames
 * of their own (contract section 2.5); else bodies may be divided anyhow.
 * <p>
 * One for each connection, or stream of HTTP/2; behind the codec.
 */
public final class PartJoiner extends ChannelInboundHandlerAdapter {

	/** From here on a part passes as it is. */
	private static final int LARGE = 4 * 1024;

	/** With so many bytes joined parts are passed on before the read ends. */
	private static final int MOST = 64 * 1024;

	/** How many small parts of one read pass as they are. */
	private static final int FEW = 32;

	/**
	 * The first small part to be joined; {@link #joined} has the bytes of all once there
	 * are more.
	 */
	private @Nullable HttpContent first;

	private @Nullable ByteBuf joined;

	private int passed;

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpContent part && !(message instanceof LastHttpContent)
				&& part.content().readableBytes() < LARGE && part.decoderResult().isSuccess()) {
			join(context, part);
		}
		else {
			passOn(context);
			context.fireChannelRead(message);
		}
	}

	private void join(ChannelHandlerContext context, HttpContent part) {
		if (this.passed < FEW) {
			this.passed++;
			context.fireChannelRead(part);
			return;
		}
		HttpContent before = this.first;
		if (before == null && this.joined == null) {
			this.first = part;
			return;
		}
		if (before != null) {
			this.first = null;
			this.joined = context.alloc().buffer(LARGE, MOST + LARGE);
			add(this.joined, before);
		}
		ByteBuf all = this.joined;
		if (all != null) {
			add(all, part);
			if (all.readableBytes() >= MOST) {
				passOn(context);
			}
		}
	}

	private static void add(ByteBuf all, HttpContent part) {
		all.writeBytes(part.content());
		part.release();
	}

	private void passOn(ChannelHandlerContext context) {
		HttpContent one = this.first;
		ByteBuf several = this.joined;
		this.first = null;
		this.joined = null;
		if (one != null) {
			context.fireChannelRead(one);
		}
		else if (several != null) {
			context.fireChannelRead(new DefaultHttpContent(several));
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		passOn(context);
		this.passed = 0;
		context.fireChannelReadComplete();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		passOn(context);
		context.fireExceptionCaught(cause);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		passOn(context);
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		passOn(context);
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		passOn(context);
	}

}
