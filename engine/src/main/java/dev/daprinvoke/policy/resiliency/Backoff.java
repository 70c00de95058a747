package dev.daprinvoke.policy.resiliency;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to pause before a repetition: twice as long each time up to a longest pause,
 * varied by up to half so that callers who failed together do not come back together.
 *
 * @param first the pause before the first repetition; not negative
 * @param longest the longest pause; not shorter than the first
 * @param random gives numbers from 0 to below 1; called from any thread
 */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {

	public Backoff {
		if (first.isNegative()) {
			throw new IllegalArgumentException("delay: " + first + " (expected: zero or more)");
		}
		if (longest.compareTo(first) < 0) {
			throw new IllegalArgumentException("max-delay: " + longest + " (expected: at least delay, " + first + ")");
		}
	}

	/**
	 * The pause before a repetition.
	 * @param repetition which one, from 1
	 * @return a duration of half to one and a half of the unvaried pause
	 */
	public Duration before(int repetition) {
		double unvaried = Math.min((double) this.longest.toNanos(),
				this.first.toNanos() * Math.pow(2, Math.min(repetition, 62) - 1));
		return Duration.ofNanos((long) (unvaried * (0.5 + this.random.getAsDouble())));
	}

}
