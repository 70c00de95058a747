package dev.daprinvoke.spring.client.service;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is repeated, when all have said what they wanted to.
 *
 * @param maxAttempts how often a call is made at most, the first time included
 * @param delay the pause before the first repetition
 * @param maxDelay the longest pause
 * @param statuses the statuses of apps after which a call is repeated
 * @param allVerbs whether calls of any verb may come twice
 */
record RetryPlan(int maxAttempts, Duration delay, Duration maxDelay, Set<Integer> statuses, boolean allVerbs) {

	private static final RetryPlan DEFAULT = new RetryPlan(3, Duration.ofMillis(100), Duration.ofSeconds(2),
			Set.of(502, 503, 504), false);

	/**
	 * Completes settings by the defaults of
	 * {@link dev.daprinvoke.spring.client.DaprRetry}.
	 * @param said what is said about retries
	 * @return the plan
	 * @throws IllegalArgumentException if a setting and a default do not go together
	 */
	static RetryPlan of(RetrySettings said) {
		RetryPlan plan = new RetryPlan(either(said.maxAttempts(), DEFAULT.maxAttempts),
				either(said.delay(), DEFAULT.delay), either(said.maxDelay(), DEFAULT.maxDelay),
				either(said.statuses(), DEFAULT.statuses), either(said.allVerbs(), DEFAULT.allVerbs));
		if (plan.maxDelay.compareTo(plan.delay) < 0) {
			throw new IllegalArgumentException(
					"max-delay: " + plan.maxDelay + " (expected: at least delay, " + plan.delay + ")");
		}
		return plan;
	}

	private static <T> T either(@Nullable T said, T otherwise) {
		return (said != null) ? said : otherwise;
	}

}
