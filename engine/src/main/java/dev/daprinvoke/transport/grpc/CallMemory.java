package dev.daprinvoke.transport.grpc;

import java.util.concurrent.atomic.AtomicLong;

import dev.daprinvoke.message.BodyMemory;

/**
 * The memory that messages of calls may hold all together. Of the heap, large ones: a
 * head, or a unary message, lives as long as its call, in several copies; small ones are
 * free, as there is a limit to the number of calls. Of the direct memory, parts of
 * bodies. Safe for use by any number of threads.
 */
public final class CallMemory {

	/** What a call may hold uncounted, in bytes. */
	public static final int FREE = 4 * 1024;

	private static final CallMemory OF_THIS_PROCESS = new CallMemory(Runtime.getRuntime().maxMemory() / 8,
			BodyMemory.ofThisProcess());

	private final AtomicLong held = new AtomicLong();

	private final long most;

	private final BodyMemory bodies;

	/**
	 * Creates a limit.
	 * @param most how many bytes of heads and unary messages may be held at once; a
	 * single message may be larger
	 * @param bodies tells whether there is room for bodies
	 */
	public CallMemory(long most, BodyMemory bodies) {
		this.most = most;
		this.bodies = bodies;
	}

	/**
	 * The limit that fits this process: 26 MB with a heap of 208 MB.
	 * @return the one for all
	 */
	public static CallMemory ofThisProcess() {
		return OF_THIS_PROCESS;
	}

	/**
	 * The memory that parts of bodies take.
	 * @return tells whether there is room
	 */
	public BodyMemory bodies() {
		return this.bodies;
	}

	/**
	 * Begins to count for a call.
	 * @return what the call holds: nothing yet
	 */
	public Share share() {
		return new Share();
	}

	/** What one call holds. Used by one thread at a time. */
	public final class Share {

		private Share() {
		}

		private long bytes;

		/**
		 * Takes memory for a message of the call.
		 * @param size its bytes
		 * @return whether there is room for it
		 */
		public boolean take(long size) {
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
		 * @param first whether the call begins with it
		 * @return false if it is not to be kept
		 */
		public boolean hasRoom(boolean first) {
			return first ? CallMemory.this.bodies.mayBegin() : CallMemory.this.bodies.mayGoOn();
		}

		/** Gives back all that was taken, once. */
		public void giveBack() {
			CallMemory.this.held.addAndGet(-this.bytes);
			this.bytes = 0;
		}

	}

}
