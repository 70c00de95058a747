package dev.daprinvoke.spring.gateway.ratelimit;

import java.util.Map;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.event.FilterArgsEvent;
import org.springframework.cloud.gateway.filter.ratelimit.AbstractRateLimiter;
import org.springframework.cloud.gateway.support.ConfigurationService;
import reactor.core.publisher.Mono;

/**
 * A rate limiter for Gateway's {@code RequestRateLimiter} that needs no server: each
 * process counts for itself.
 * <p>
 * A route sets it up by the filter's arguments {@code in-memory-rate-limiter.*}, which
 * are named as those of Gateway's limiter for Redis ({@link RateLimit}). It never blocks.
 */
public final class InMemoryRateLimiter extends AbstractRateLimiter<RateLimit> {

	/** What the names of its arguments begin with. */
	public static final String PREFIX = "in-memory-rate-limiter";

	/** How many routes and keys are counted apart. */
	static final int MOST_KEYS = 10_000;

	private final LongSupplier clock;

	private final TokenBuckets buckets;

	/**
	 * Creates a limiter.
	 * @param configuration binds the arguments of routes
	 */
	public InMemoryRateLimiter(ConfigurationService configuration) {
		this(configuration, System::nanoTime);
	}

	InMemoryRateLimiter(@Nullable ConfigurationService configuration, LongSupplier clock) {
		super(RateLimit.class, PREFIX, configuration);
		this.clock = clock;
		this.buckets = new TokenBuckets(MOST_KEYS, clock.getAsLong());
	}

	/**
	 * Takes the limit of a route.
	 * @param event the arguments of one of its filters
	 * @throws IllegalArgumentException if they belong to another limiter, or cannot hold
	 */
	@Override
	public void onApplicationEvent(FilterArgsEvent event) {
		for (Map.Entry<String, Object> argument : event.getArgs().entrySet()) {
			String name = argument.getKey();
			int end = name.indexOf("-rate-limiter.");
			if (end >= 0 && !name.startsWith(PREFIX + ".")) {
				throw new IllegalArgumentException(
						name + ": " + argument.getValue() + " (expected: " + PREFIX + name.substring(name.indexOf('.'))
								+ ", the only rate limiter here; it counts in this process)");
			}
		}
		super.onApplicationEvent(event);
		RateLimit limit = getConfig().get(event.getRouteId());
		if (limit != null) {
			limit.check();
		}
	}

	@Override
	public Mono<Response> isAllowed(String routeId, String id) {
		RateLimit limit = getConfig().get(routeId);
		if (limit == null) {
			return Mono.error(new IllegalStateException(
					"route " + routeId + " has no " + PREFIX + ".replenishRate (expected: requests per second)"));
		}
		long now = this.clock.getAsLong();
		TokenBucket bucket = this.buckets.of(routeId, id, now);
		long left = bucket.take(limit.rate(), limit.getRequestedTokens(), now);
		boolean allowed = left != TokenBucket.REFUSED;
		return Mono.just(new Response(allowed, headers(limit, allowed ? left : bucket.left(limit.rate(), now))));
	}

	private static Map<String, String> headers(RateLimit limit, long left) {
		return Map.of("X-RateLimit-Remaining", Long.toString(left), "X-RateLimit-Replenish-Rate",
				Integer.toString(limit.getReplenishRate()), "X-RateLimit-Burst-Capacity",
				Long.toString(limit.getBurstCapacity()), "X-RateLimit-Requested-Tokens",
				Integer.toString(limit.getRequestedTokens()));
	}

}
