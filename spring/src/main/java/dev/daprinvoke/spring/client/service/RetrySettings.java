package dev.daprinvoke.spring.client.service;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a client repeats, as {@link dev.daprinvoke.spring.client.DaprRetry} tells, as far
 * as somebody has said it. {@code null} leaves it to others, in the end to the defaults
 * of that annotation.
 *
 * @param maxAttempts how often a call is made at most, the first time included, or
 * {@code null}
 * @param delay the pause before the first repetition, or {@code null}
 * @param maxDelay the longest pause, or {@code null}
 * @param statuses the statuses of apps after which a call is repeated, or {@code null}
 * @param allVerbs whether calls of any verb may come twice, or {@code null}
 */
public record RetrySettings(@Nullable Integer maxAttempts, @Nullable Duration delay, @Nullable Duration maxDelay,
		@Nullable Set<Integer> statuses, @Nullable Boolean allVerbs) {

	public RetrySettings {
		if (maxAttempts != null && maxAttempts < 1) {
			throw new IllegalArgumentException("max-attempts: " + maxAttempts + " (expected: 1 or more)");
		}
		if (delay != null && delay.isNegative()) {
			throw new IllegalArgumentException("delay: " + delay + " (expected: zero or more)");
		}
		if (maxDelay != null && maxDelay.isNegative()) {
			throw new IllegalArgumentException("max-delay: " + maxDelay + " (expected: zero or more)");
		}
		if (delay != null && maxDelay != null && maxDelay.compareTo(delay) < 0) {
			throw new IllegalArgumentException("max-delay: " + maxDelay + " (expected: at least delay, " + delay + ")");
		}
		for (int status : (statuses != null) ? statuses : Set.<Integer>of()) {
			if (status < 400 || status > 599) {
				throw new IllegalArgumentException("statuses: " + status + " (expected: 400 to 599)");
			}
		}
	}

	/**
	 * Lets others say what these leave open.
	 * @param others settings that count less
	 * @return both together
	 * @throws IllegalArgumentException if they do not go together
	 */
	RetrySettings orElse(RetrySettings others) {
		return new RetrySettings((this.maxAttempts != null) ? this.maxAttempts : others.maxAttempts,
				(this.delay != null) ? this.delay : others.delay,
				(this.maxDelay != null) ? this.maxDelay : others.maxDelay,
				(this.statuses != null) ? this.statuses : others.statuses,
				(this.allVerbs != null) ? this.allVerbs : others.allVerbs);
	}

}
