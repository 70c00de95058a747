package dev.daprinvoke.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for something to become true, looking every few milliseconds and not for ever.
 */
public final class Waiting {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** On a machine that is busy with other things, limits can be stretched. */
	private static final int PATIENCE = Integer.getInteger("harness.patience", 1);

	private Waiting() {
	}

	/**
	 * Waits.
	 * @param what what is waited for, for the failure's text
	 * @param limit the longest to wait
	 * @param condition looked at again and again by the calling thread
	 * @throws AssertionError if the limit is over
	 */
	public static void until(String what, Duration limit, BooleanSupplier condition) {
		until(what, limit, condition, () -> "");
	}

	/**
	 * Waits.
	 * @param what what is waited for, for the failure's text
	 * @param limit the longest to wait
	 * @param condition looked at again and again by the calling thread
	 * @param evidence what to add to the failure's text
	 * @throws AssertionError if the limit is over
	 */
	public static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> evidence) {
		long deadline = System.nanoTime() + limit.toNanos() * PATIENCE;
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("Waited " + limit.toSeconds() + " s for: " + what + "\n" + evidence.get());
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

}
