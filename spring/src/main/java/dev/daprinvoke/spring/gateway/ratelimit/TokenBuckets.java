package dev.daprinvoke.spring.gateway.ratelimit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One bucket for each route and key, in bounded memory: buckets that are full again are
 * forgotten when room is needed. While there is none, further keys of a route share one
 * bucket, so that nobody gets more by inventing keys.
 */
final class TokenBuckets {

	private static final long SWEEP_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private static final String SHARED = "";

	private final Map<Id, TokenBucket> buckets = new ConcurrentHashMap<>();

	private final int most;

	private final AtomicLong nextSweep;

	/**
	 * Creates an empty set.
	 * @param most how many buckets are kept; as many more as there are routes, and
	 * threads, may be
	 * @param now the time in nanoseconds
	 */
	TokenBuckets(int most, long now) {
		this.most = most;
		this.nextSweep = new AtomicLong(now);
	}

	/**
	 * Finds or makes a bucket.
	 * @param route the route's id
	 * @param key whose requests it counts
	 * @param now the time in nanoseconds
	 * @return the bucket
	 */
	TokenBucket of(String route, String key, long now) {
		Id id = new Id(route, key);
		TokenBucket known = this.buckets.get(id);
		if (known != null) {
			return known;
		}
		boolean room = this.buckets.size() < this.most || sweep(now);
		return this.buckets.computeIfAbsent(room ? id : new Id(route, SHARED), (added) -> new TokenBucket(now));
	}

	// At most once a second: whoever invents keys must not make this costly.
	private boolean sweep(long now) {
		long due = this.nextSweep.get();
		if (now - due < 0 || !this.nextSweep.compareAndSet(due, now + SWEEP_INTERVAL)) {
			return false;
		}
		this.buckets.values().removeIf((bucket) -> bucket.isFull(now));
		return this.buckets.size() < this.most;
	}

	int size() {
		return this.buckets.size();
	}

	/**
	 * What a bucket counts.
	 *
	 * @param route the route's id
	 * @param key whose requests
	 */
	private record Id(String route, String key) {

	}

}
