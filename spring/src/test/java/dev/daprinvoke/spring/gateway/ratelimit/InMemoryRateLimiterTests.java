package dev.daprinvoke.spring.gateway.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.cloud.gateway.event.FilterArgsEvent;
import org.springframework.cloud.gateway.filter.ratelimit.RateLimiter;
import org.springframework.cloud.gateway.support.ConfigurationService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class InMemoryRateLimiterTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final AtomicLong clock = new AtomicLong();

	private final InMemoryRateLimiter limiter = new InMemoryRateLimiter(
			new ConfigurationService(new DefaultListableBeanFactory(), () -> null, () -> null), this.clock::get);

	@Test
	void whenTheBurstIsUsedUpThenRequestsAreRefusedUntilTokensComeBack() {
		configure("shop", Map.of("in-memory-rate-limiter.replenishRate", "2", "in-memory-rate-limiter.burstCapacity",
				"3", "in-memory-rate-limiter.requestedTokens", "1"));
		assertThat(ask("shop", "a").getHeaders()).containsOnly(Map.entry("X-RateLimit-Remaining", "2"),
				Map.entry("X-RateLimit-Replenish-Rate", "2"), Map.entry("X-RateLimit-Burst-Capacity", "3"),
				Map.entry("X-RateLimit-Requested-Tokens", "1"));
		assertThat(ask("shop", "a").isAllowed()).isTrue();
		assertThat(ask("shop", "a").isAllowed()).isTrue();
		RateLimiter.Response refused = ask("shop", "a");
		assertThat(refused.isAllowed()).isFalse();
		assertThat(refused.getHeaders()).containsEntry("X-RateLimit-Remaining", "0");
		assertThat(ask("shop", "b").isAllowed()).isTrue();
		this.clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
		assertThat(ask("shop", "a").isAllowed()).isTrue();
		assertThat(ask("shop", "a").isAllowed()).isFalse();
	}

	@Test
	void whenOnlyTheRateIsGivenThenThatManyMayComeAtOnce() {
		configure("shop", Map.of("in-memory-rate-limiter.replenishRate", "5"));
		assertThat(ask("shop", "a").getHeaders()).containsEntry("X-RateLimit-Burst-Capacity", "5")
			.containsEntry("X-RateLimit-Remaining", "4");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "in-memory-rate-limiter.replenishRate|0|0 (expected: 1 to 1000000000)",
					"in-memory-rate-limiter.burstCapacity|-1|-1 (expected: 0 to 1000000000)",
					"in-memory-rate-limiter.burstCapacity|1000000001|1000000001 (expected: 0 to 1000000000)",
					"in-memory-rate-limiter.requestedTokens|0|0 (expected: 1 to 1000000000)",
					"in-memory-rate-limiter.requestedTokens|9|9 (expected: at most burstCapacity, which is 3)" })
	void whenALimitCannotHoldThenItIsRefused(String name, String value, String message) {
		Map<String, Object> valid = Map.of("in-memory-rate-limiter.replenishRate", "2",
				"in-memory-rate-limiter.burstCapacity", "3");
		Map<String, Object> arguments = new HashMap<>(valid);
		arguments.put(name, value);
		assertThatIllegalArgumentException().isThrownBy(() -> configure("shop", arguments))
			.withMessage(name + ": " + message);
	}

	@Test
	void whenTheArgumentsAreThoseOfAnotherLimiterThenThatIsSaid() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> configure("shop", Map.of("redis-rate-limiter.replenishRate", "10")))
			.withMessage("redis-rate-limiter.replenishRate: 10 (expected: in-memory-rate-limiter.replenishRate, "
					+ "the only rate limiter here; it counts in this process)");
	}

	@Test
	void whenARouteHasNoLimitThenAskingFails() {
		configure("shop", Map.of("name", "X-One", "value", "1"));
		assertThatIllegalStateException().isThrownBy(() -> ask("shop", "a"))
			.withMessage("route shop has no in-memory-rate-limiter.replenishRate (expected: requests per second)");
	}

	private void configure(String route, Map<String, Object> arguments) {
		this.limiter.onApplicationEvent(new FilterArgsEvent(this, route, arguments));
	}

	private RateLimiter.Response ask(String route, String key) {
		return Objects.requireNonNull(this.limiter.isAllowed(route, key).block(LIMIT));
	}

}
