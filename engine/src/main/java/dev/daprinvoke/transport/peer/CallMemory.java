package dev.daprinvoke.transport.peer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that large messages of other sidecars may hold all together: a head, or a
 * unary message, lives as long as its call, in several copies. Small ones are free, as
 * there is a limit to the number of calls. Safe for use by any number of threads.
 */
final class CallMemory {

	/** What a call may hold uncounted, in bytes. */
	static final int FREE = 4 * 1024;

	private final AtomicLong held = new AtomicLong();

	private final long most;

	/**
	 * Creates a limit.
	 * @param most how many bytes may be held at once; a single message may be larger
	 */
	CallMemory(long most) {
		this.most = most;
	}

	/**
	 * Creates a limit that fits this process: 24 MB with a heap of 192 MB.
	 * @return the limit
	 */
	static CallMemory ofThisProcess() {
		return new CallMemory(Runtime.getRuntime().maxMemory() / 8);
	}

	/**
	 * Begins to count for a call.
	 * @return what the call holds: nothing yet
	 */
	Share share() {
		return new Share();
	}

	/** What one call holds. Used by one thread at a time. */
	final class Share {

		private long bytes;

		/**
		 * Takes memory for a message of the call.
		 * @param size its bytes
		 * @return whether there is room for it
		 */
		boolean take(long size) {
			if (size <= FREE) {
				return true;
			}
			long before = CallMemory.this.held.getAndAdd(size);
			if (before > 0 && before + size > CallMemory.this.most) {
				CallMemory.this.held.addAndGet(-size);
				return false;
			}
			this.bytes += size;
			return true;
		}

		/** Gives back all that was taken, once. */
		void giveBack() {
			CallMemory.this.held.addAndGet(-this.bytes);
			this.bytes = 0;
		}

	}

}
