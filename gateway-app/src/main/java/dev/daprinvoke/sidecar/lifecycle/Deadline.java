package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A point in time by which several steps have to be done.
 */
final class Deadline {

	private final long begin = System.nanoTime();

	private final Duration time;

	/**
	 * Creates a deadline.
	 * @param time how far away it is
	 */
	Deadline(Duration time) {
		this.time = time;
	}

	/** What is left of the time, nothing if it is over. */
	Duration left() {
		Duration left = this.time.minusNanos(System.nanoTime() - this.begin);
		return left.isNegative() ? Duration.ZERO : left;
	}

	/** What has passed of the time, in milliseconds. */
	long passedMillis() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.begin);
	}

}
