package dev.daprinvoke.sidecar.wire;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;

/**
 * The end of a connection whose client is still sending: our half is closed, and what
 * comes is thrown away for half a second, as Go's server does, since a connection with
 * unread bytes ends with a reset that may destroy the answer on its way.
 */
final class LingeringClose {

	private static final long MILLIS = 500;

	private LingeringClose() {
	}

	/**
	 * Begins the end; all has been written. Whoever reads must release what comes.
	 * @param context where the connection is to be closed
	 */
	static void begin(ChannelHandlerContext context) {
		Channel channel = context.channel();
		if (!channel.isActive()) {
			return;
		}
		if (!(channel instanceof DuplexChannel half)) {
			context.close();
			return;
		}
		channel.config().setAutoRead(true);
		half.shutdownOutput()
			.addListener((done) -> context.executor().schedule(() -> context.close(), MILLIS, TimeUnit.MILLISECONDS));
	}

}
