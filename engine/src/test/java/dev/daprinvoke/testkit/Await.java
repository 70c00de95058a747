package dev.daprinvoke.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits until something another thread does has happened.
 */
public final class Await {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private Await() {
	}

	/**
	 * Waits, ten seconds at most.
	 * @param what what is waited for, for the failure's text
	 * @param condition asked every millisecond
	 */
	public static void until(String what, BooleanSupplier condition) {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new AssertionError("not within " + LIMIT.toSeconds() + " seconds: " + what);
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

}
