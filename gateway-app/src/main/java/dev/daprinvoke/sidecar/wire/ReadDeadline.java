package dev.daprinvoke.sidecar.wire;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A handler that closes its connection, without an answer, when what it awaits takes more
 * than ten seconds, as Dapr does (contract section 1.1). Used on the connection's event
 * loop only.
 */
abstract class ReadDeadline extends ChannelInboundHandlerAdapter {

	/** How long what is awaited may take. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private @Nullable Future<?> deadline;

	/**
	 * Begins to wait, if it does not wait already.
	 * @param context of this handler
	 */
	final void start(ChannelHandlerContext context) {
		start(context, PATIENCE.toNanos());
	}

	/**
	 * Begins to wait, if it does not wait already.
	 * @param context of this handler
	 * @param nanos how long, in nanoseconds
	 */
	final void start(ChannelHandlerContext context, long nanos) {
		if (this.deadline == null) {
			this.deadline = context.executor().schedule(() -> end(context), nanos, TimeUnit.NANOSECONDS);
		}
	}

	private void end(ChannelHandlerContext context) {
		this.deadline = null;
		expired(context);
	}

	/**
	 * The time is over.
	 * @param context of this handler
	 */
	void expired(ChannelHandlerContext context) {
		context.close();
	}

	/** Waits no more. */
	final void cancel() {
		Future<?> running = this.deadline;
		if (running != null) {
			running.cancel(false);
			this.deadline = null;
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		cancel();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		cancel();
	}

}
