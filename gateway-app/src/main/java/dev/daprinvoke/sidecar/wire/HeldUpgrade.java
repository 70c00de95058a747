package dev.daprinvoke.sidecar.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpServerUpgradeHandler.UpgradeEvent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import org.jspecify.annotations.Nullable;

/**
 * Holds the request that asked for HTTP/2 until its client speaks HTTP/2 itself, as Go's
 * server does: Java 17's client now and then loses its place when frames of the answer
 * come right behind the 101.
 */
final class HeldUpgrade extends ChannelInboundHandlerAdapter {

	private final WaitingUpgrades waiting;

	private @Nullable UpgradeEvent held;

	/**
	 * Creates the handler of one connection, whose request still takes a place.
	 * @param waiting the upgrades of the server
	 */
	HeldUpgrade(WaitingUpgrades waiting) {
		this.waiting = waiting;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.waiting.stay();
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof UpgradeEvent upgrade && this.held == null) {
			this.held = upgrade;
			return;
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		context.fireChannelRead(message);
		UpgradeEvent upgrade = this.held;
		if (upgrade != null) {
			if (isAwaited(context)) {
				this.held = null;
				context.fireUserEventTriggered(upgrade);
			}
			context.pipeline().remove(this);
		}
	}

	// The client may give its request up with the first that it says.
	private static boolean isAwaited(ChannelHandlerContext context) {
		Http2FrameCodec codec = context.pipeline().get(Http2FrameCodec.class);
		return codec != null && codec.connection().stream(Http2CodecUtil.HTTP_UPGRADE_STREAM_ID) != null;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.waiting.leave();
		if (this.held != null) {
			this.held.release();
			this.held = null;
		}
	}

}
