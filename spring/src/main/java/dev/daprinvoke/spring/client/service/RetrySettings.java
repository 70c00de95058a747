package dev.daprinvoke.spring.client.service;

import java.time.Duration;
import java.util.Set;

/**
 * What a client repeats, as {@link dev.daprinvoke.spring.client.DaprRetry} tells.
 *
 * @param maxAttempts how often a call is made at most, the first time included
 * @param delay the pause before the first repetition
 * @param maxDelay the longest pause
 * @param statuses the statuses of apps after which a call is repeated
 * @param allVerbs whether calls of any verb may come twice
 */
public record RetrySettings(int maxAttempts, Duration delay, Duration maxDelay, Set<Integer> statuses,
		boolean allVerbs) {

	/** The statuses by default: those that say that somebody was not there. */
	public static final Set<Integer> STATUSES = Set.of(502, 503, 504);

	public RetrySettings {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("max-attempts: " + maxAttempts + " (expected: 1 or more)");
		}
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay: " + delay + " (expected: zero or more)");
		}
		if (maxDelay.compareTo(delay) < 0) {
			throw new IllegalArgumentException("max-delay: " + maxDelay + " (expected: at least delay, " + delay + ")");
		}
		for (int status : statuses) {
			if (status < 400 || status > 599) {
				throw new IllegalArgumentException("statuses: " + status + " (expected: 400 to 599)");
			}
		}
	}

}
