package dev.daprinvoke.policy.resiliency;

import java.util.concurrent.atomic.AtomicInteger;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.TooManyCallsException;

/**
 * Refuses calls beyond those that the process has memory for, so that a flood ends in
 * errors and not in the end of the process. A call counts until its answer begins. All
 * that this layer is put around counts together. Safe for use by any number of threads.
 */
public final class MostCalls implements InvokerLayer {

	/** What a waiting call and its connections may take of the heap, on both sides. */
	private static final int BYTES_PER_CALL = 24 * 1024;

	private final AtomicInteger calls = new AtomicInteger();

	private final int most;

	/**
	 * Creates a limit.
	 * @param most how many calls may wait for their answers, at least 1
	 */
	public MostCalls(int most) {
		if (most < 1) {
			throw new IllegalArgumentException("most: " + most + " (expected: 1 or more)");
		}
		this.most = most;
	}

	/**
	 * Creates a limit that fits this process: 2,700 calls with a heap of 64 MB.
	 * @return the limit
	 */
	public static MostCalls ofThisProcess() {
		return new MostCalls((int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / BYTES_PER_CALL + 1));
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> new CallInFlight(this, next, request);
	}

	/** Takes a place for a call, if there is one. */
	boolean enter() {
		if (this.calls.incrementAndGet() > this.most) {
			this.calls.decrementAndGet();
			return false;
		}
		return true;
	}

	/** Gives a place back; once for each call that has entered. */
	void leave() {
		this.calls.decrementAndGet();
	}

	/** What a call fails with that finds no place. */
	TooManyCallsException tooMany() {
		return new TooManyCallsException(this.most);
	}

}
