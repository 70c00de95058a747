package dev.daprinvoke.transport.peer;

import java.util.concurrent.atomic.AtomicLong;

import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.transport.frame.HopFrame;

/**
 * The memory that messages of other sidecars may hold all together. Of the heap, large
 * ones: a head, or a unary message, lives as long as its call, in several copies; small
 * ones are free, as there is a limit to the number of calls. Of the direct memory, parts
 * of bodies. Safe for use by any number of threads.
 */
final class CallMemory {

	/** What a call may hold uncounted, in bytes. */
	static final int FREE = 4 * 1024;

	private final AtomicLong held = new AtomicLong();

	private final long most;

	private final BodyMemory bodies;

	/**
	 * Creates a limit.
	 * @param most how many bytes of heads and unary messages may be held at once; a
	 * single message may be larger
	 * @param bodies tells whether there is room for bodies
	 */
	CallMemory(long most, BodyMemory bodies) {
		this.most = most;
		this.bodies = bodies;
	}

	/**
	 * Creates a limit that fits this process: 26 MB with a heap of 208 MB.
	 * @return the limit
	 */
	static CallMemory ofThisProcess() {
		return new CallMemory(Runtime.getRuntime().maxMemory() / 8, BodyMemory.ofThisProcess());
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

		/**
		 * Looks whether there is room for a part of the call's body.
		 * @param frame what came
		 * @param first whether the call begins with it
		 * @return false if it is not to be kept
		 */
		boolean hasRoomFor(HopFrame<?> frame, boolean first) {
			if (!frame.hasBytes()) {
				return true;
			}
			return first ? CallMemory.this.bodies.mayBegin() : CallMemory.this.bodies.mayGoOn();
		}

		/** Gives back all that was taken, once. */
		void giveBack() {
			CallMemory.this.held.addAndGet(-this.bytes);
			this.bytes = 0;
		}

	}

}
