package dev.daprinvoke.transport.peer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import io.grpc.ManagedChannel;

/**
 * A connection to another sidecar, how many calls use it and when the last one ended. A
 * call uses it from {@link #begin()} until its response stream is read to the end, when
 * {@link #end()} is due.
 */
final class PooledConnection {

	/** The most calls on one connection (contract section 2.7). */
	static final int MOST_USES = 2048;

	private static final int CLOSED = Integer.MIN_VALUE;

	private final ManagedChannel channel;

	private final IntSupplier streamLimit;

	private final AtomicInteger uses = new AtomicInteger();

	private volatile boolean open;

	private volatile boolean givenUp;

	private volatile long lastUse = System.nanoTime();

	/**
	 * Creates a connection that nobody may use yet.
	 * @param channel gRPC's part of it
	 * @param streamLimit how many streams the peer allows, once it is connected
	 */
	PooledConnection(ManagedChannel channel, IntSupplier streamLimit) {
		this.channel = channel;
		this.streamLimit = streamLimit;
	}

	ManagedChannel channel() {
		return this.channel;
	}

	/** Says that the peer is connected and has told its limits. */
	void opened() {
		this.open = true;
	}

	/** Whether the peer was connected at some time. */
	boolean wasOpened() {
		return this.open;
	}

	/** Takes the connection for a call, if it has room. */
	boolean begin() {
		return this.open && !this.givenUp && beginBelow(Math.min(MOST_USES, Math.max(1, this.streamLimit.getAsInt())));
	}

	/** Takes the connection for a call that waits for room, or that is to fail on it. */
	boolean beginBeyondLimit() {
		return beginBelow(Integer.MAX_VALUE);
	}

	private boolean beginBelow(int limit) {
		int before;
		do {
			before = this.uses.get();
			if (before < 0 || before >= limit) {
				return false;
			}
		}
		while (!this.uses.compareAndSet(before, before + 1));
		return true;
	}

	/** Gives the connection back; once for each call that has begun. */
	void end() {
		this.lastUse = System.nanoTime();
		this.uses.decrementAndGet();
	}

	int uses() {
		return this.uses.get();
	}

	/**
	 * Closes the connection if nobody uses it and nobody has for long.
	 * @param nanoTime uses after this moment keep it
	 * @return whether it was closed
	 */
	boolean closeIfUnusedSince(long nanoTime) {
		boolean close = this.lastUse - nanoTime < 0 && this.uses.compareAndSet(0, CLOSED);
		if (close) {
			giveUp();
		}
		return close;
	}

	/** Lets no further call begin; those in flight may finish. */
	void giveUp() {
		this.givenUp = true;
		this.channel.shutdown();
	}

	/** Whether no further call may begin. */
	boolean isGivenUp() {
		return this.givenUp;
	}

}
