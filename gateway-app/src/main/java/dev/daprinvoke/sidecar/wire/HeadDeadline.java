package dev.daprinvoke.sidecar.wire;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose client takes more than ten seconds for a request's head, as
 * Dapr does (contract section 1.1), without an answer. The first head is awaited from the
 * connection's beginning, later ones from their first byte: between requests a connection
 * may be idle for ever. Stands before the decoder; one for each connection.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {

	/** How long a head may take. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private @Nullable Future<?> deadline;

	private boolean expected = true;

	private boolean decoded;

	private boolean serving;

	@Override
	public void channelActive(ChannelHandlerContext context) {
		start(context);
		context.fireChannelActive();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object bytes) {
		this.decoded = false;
		context.fireChannelRead(bytes);
		if (this.expected && !this.decoded && this.deadline == null && !context.isRemoved()) {
			start(context);
		}
	}

	private void start(ChannelHandlerContext context) {
		this.deadline = context.executor().schedule(() -> expired(context), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
	}

	// While a request is being served nobody waits for the next one.
	private void expired(ChannelHandlerContext context) {
		this.deadline = null;
		if (this.serving) {
			start(context);
		}
		else {
			context.close();
		}
	}

	/** Tells that a head has been decoded. */
	void headDecoded() {
		this.expected = false;
		this.decoded = true;
		cancel();
	}

	/** Tells that a part of a body has been decoded. */
	void bodyDecoded() {
		this.decoded = true;
	}

	/** Tells that what comes next is a head. */
	void headExpected() {
		this.expected = true;
		this.decoded = true;
	}

	/**
	 * Tells whether a request is being served.
	 * @param serving whether one is
	 */
	void serving(boolean serving) {
		this.serving = serving;
	}

	private void cancel() {
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
