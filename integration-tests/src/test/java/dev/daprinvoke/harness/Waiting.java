package dev.daprinvoke.harness;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Waits for something to become true, looking every few milliseconds and not for ever.
 * Limits stretch with the load of the machine, up to four times, or by the factor that
 * the system property {@code harness.patience} gives.
 */
public final class Waiting {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private static final int MOST_PATIENCE = 4;

	private static final @Nullable Integer GIVEN_PATIENCE = Integer.getInteger("harness.patience");

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
		long deadline = System.nanoTime() + (long) (limit.toNanos() * patience());
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - deadline > 0) {
				throw new AssertionError("Waited " + limit.toSeconds() + " s for: " + what + "\n" + evidence.get());
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	// On a machine that is busy with other things, all takes longer.
	private static double patience() {
		if (GIVEN_PATIENCE != null) {
			return GIVEN_PATIENCE;
		}
		OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
		double load = system.getSystemLoadAverage() / system.getAvailableProcessors();
		return Math.max(1, Math.min(MOST_PATIENCE, load));
	}

}
