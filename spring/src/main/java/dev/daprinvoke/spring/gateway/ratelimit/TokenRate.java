package dev.daprinvoke.spring.gateway.ratelimit;

/**
 * How fast and how far a bucket fills.
 *
 * @param nanosPerToken how long one token takes, at least 1
 * @param capacity how many tokens there can be
 */
record TokenRate(long nanosPerToken, long capacity) {

	private static final long SECOND = 1_000_000_000L;

	static TokenRate perSecond(int tokens, long capacity) {
		return new TokenRate(Math.max(1, SECOND / tokens), capacity);
	}

	/** How long an empty bucket takes to be full. */
	long nanosToFill() {
		return this.capacity * this.nanosPerToken;
	}

	/** The whole tokens in a bucket that is full after so many nanoseconds. */
	long whole(long nanosUntilFull) {
		return (nanosToFill() - nanosUntilFull) / this.nanosPerToken;
	}

}
