package dev.daprinvoke.spring.gateway.ratelimit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket from which requests take tokens and into which time puts them back.
 * <p>
 * All its state is the time at which it will be full again; what was taken is the time
 * until then. It holds on any number of threads without a lock.
 */
final class TokenBucket {

	/** Says that there were not enough tokens. */
	static final int REFUSED = -1;

	private final AtomicLong fullAt;

	/**
	 * Creates a full bucket.
	 * @param now the time in nanoseconds of a clock that never goes back
	 */
	TokenBucket(long now) {
		this.fullAt = new AtomicLong(now);
	}

	/**
	 * Takes tokens, all or none.
	 * @param rate how fast and how far the bucket fills
	 * @param tokens how many to take
	 * @param now the time in nanoseconds
	 * @return how many whole tokens are left, or {@link #REFUSED}
	 */
	long take(TokenRate rate, int tokens, long now) {
		while (true) {
			long fullAt = this.fullAt.get();
			long missing = Math.max(0, fullAt - now);
			long afterwards = missing + tokens * rate.nanosPerToken();
			if (afterwards > rate.nanosToFill()) {
				return REFUSED;
			}
			if (this.fullAt.compareAndSet(fullAt, now + afterwards)) {
				return rate.whole(afterwards);
			}
		}
	}

	/**
	 * How many tokens could be taken.
	 * @param rate how fast and how far the bucket fills
	 * @param now the time in nanoseconds
	 * @return whole tokens
	 */
	long left(TokenRate rate, long now) {
		return rate.whole(Math.max(0, this.fullAt.get() - now));
	}

	/**
	 * Whether nothing is missing, so that a new bucket would be the same.
	 * @param now the time in nanoseconds
	 * @return whether it is full
	 */
	boolean isFull(long now) {
		return this.fullAt.get() - now <= 0;
	}

}
