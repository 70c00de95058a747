package dev.daprinvoke.spring.client.service;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How calls are made, as far as somebody has said it.
 *
 * @param timeout the longest that an attempt may take, zero for no limit, or {@code null}
 * @param retry what is repeated, or {@code null}
 * @param fallback who answers calls that failed, or {@code null}
 */
public record CallSettings(@Nullable Duration timeout, @Nullable RetrySettings retry, @Nullable Class<?> fallback) {

	/** Nothing said. */
	public static final CallSettings NONE = new CallSettings(null, null, null);

	public CallSettings {
		if (timeout != null && timeout.isNegative()) {
			throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero, for no limit, or more)");
		}
	}

	/**
	 * Lets others say what these leave open, of retries each part for itself.
	 * @param others settings that count less
	 * @return both together
	 * @throws IllegalArgumentException if they do not go together
	 */
	public CallSettings orElse(CallSettings others) {
		return new CallSettings((this.timeout != null) ? this.timeout : others.timeout, retry(this.retry, others.retry),
				(this.fallback != null) ? this.fallback : others.fallback);
	}

	private static @Nullable RetrySettings retry(@Nullable RetrySettings own, @Nullable RetrySettings others) {
		return (own != null && others != null) ? own.orElse(others) : (own != null) ? own : others;
	}

}
