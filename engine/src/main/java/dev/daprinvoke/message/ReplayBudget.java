package dev.daprinvoke.message;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory a process may use to keep bodies that could have to be sent again.
 * Without room, or for a large body, there is no second attempt (settled: at most 1 MiB
 * for a body, 16 MiB for a process). Safe for use by any number of threads.
 */
public final class ReplayBudget {

	/** The largest body that is kept, in bytes. */
	public static final int LARGEST_BODY = 1 << 20;

	/** What all bodies of a process may take together, in bytes. */
	public static final long DEFAULT_TOTAL = 16L << 20;

	private final long total;

	private final AtomicLong used = new AtomicLong();

	/**
	 * Creates a budget.
	 * @param total the most bytes to keep at the same time
	 */
	public ReplayBudget(long total) {
		this.total = total;
	}

	/**
	 * Keeps a body while it is read, if there is room.
	 * @param body the body; consumed by whoever consumes the result
	 * @param length its declared length in bytes
	 * @return a {@code Replayable} body, or the given one. Room is taken until the last
	 * holder of the body has consumed it
	 */
	public InvokeBody keep(InvokeBody.Streaming body, long length) {
		if (length <= 0 || length > LARGEST_BODY || !reserve(length)) {
			return body;
		}
		return new InvokeBody.Replayable(new Replay(body.source(), (int) length, () -> this.used.addAndGet(-length)));
	}

	private boolean reserve(long length) {
		long before;
		do {
			before = this.used.get();
			if (before + length > this.total) {
				return false;
			}
		}
		while (!this.used.compareAndSet(before, before + length));
		return true;
	}

	/**
	 * What is taken now.
	 * @return the declared lengths of all bodies that are kept, in bytes
	 */
	public long used() {
		return this.used.get();
	}

}
