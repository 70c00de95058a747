package dev.daprinvoke.sidecar.wire;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

/**
 * The time of a request's head over HTTP/1.1. The first head is awaited from the
 * connection's beginning, later ones from their first byte: between requests a connection
 * may be idle for ever. Stands before the decoder; one for each connection.
 */
final class HeadDeadline extends ReadDeadline {

	// Ends any head that has begun, and means nothing where none has (RFC 9112 2.2).
	private static final byte[] EMPTY_LINES = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private boolean expected = true;

	private boolean decoded;

	private boolean serving;

	/** Since {@link #since} bytes have come that are no whole head. */
	private boolean begun;

	/** No head has come yet. */
	private boolean first = true;

	private boolean late;

	/** From when the time of the next head may count. */
	private long since;

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.since = now(context);
		start(context);
		context.fireChannelActive();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object bytes) {
		this.decoded = false;
		context.fireChannelRead(bytes);
		if (!this.expected || context.isRemoved()) {
			return;
		}
		// Behind the end of a request there may be the beginning of the next: only the
		// decoder knows.
		if (this.decoded || !(this.begun || this.first)) {
			this.begun = !this.decoded;
			this.since = now(context);
			start(context);
		}
	}

	private static long now(ChannelHandlerContext context) {
		return context.executor().ticker().nanoTime();
	}

	// While a request is being served nobody waits for the next one.
	@Override
	void expired(ChannelHandlerContext context) {
		if (!this.expected) {
			return;
		}
		long left = PATIENCE.toNanos() - (now(context) - this.since);
		if (left > 0) {
			start(context, left);
		}
		else if (this.serving) {
			start(context);
		}
		else if (this.first || hasBegun(context)) {
			context.close();
		}
	}

	private boolean hasBegun(ChannelHandlerContext context) {
		this.late = true;
		this.decoded = false;
		context.fireChannelRead(Unpooled.wrappedBuffer(EMPTY_LINES));
		this.late = this.decoded;
		this.begun = false;
		return this.decoded;
	}

	/** Whether what is decoded now comes too late to be served. */
	boolean isLate() {
		return this.late;
	}

	/** Tells that a head has been decoded. */
	void headDecoded() {
		this.first = false;
		this.expected = false;
		this.begun = false;
		this.decoded = true;
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

}
