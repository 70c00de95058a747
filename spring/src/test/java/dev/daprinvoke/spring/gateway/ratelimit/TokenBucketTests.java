package dev.daprinvoke.spring.gateway.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	// A clock may begin anywhere, also just before its highest number.
	@ParameterizedTest
	@ValueSource(longs = { 0, -5, 1234567890123L, Long.MAX_VALUE - 10, Long.MIN_VALUE })
	void whenTokensAreTakenThenTimePutsThemBack(long start) {
		TokenRate rate = TokenRate.perSecond(10, 3);
		TokenBucket bucket = new TokenBucket(start);
		assertThat(bucket.take(rate, 1, start)).isEqualTo(2);
		assertThat(bucket.take(rate, 2, start)).isZero();
		assertThat(bucket.take(rate, 1, start)).isEqualTo(TokenBucket.REFUSED);
		assertThat(bucket.take(rate, 1, start + SECOND / 10 - 1)).isEqualTo(TokenBucket.REFUSED);
		assertThat(bucket.take(rate, 1, start + SECOND / 10)).isZero();
		assertThat(bucket.left(rate, start + SECOND / 2)).isEqualTo(3);
		assertThat(bucket.isFull(start + SECOND / 2)).isTrue();
		assertThat(bucket.take(rate, 3, start + SECOND / 2)).isZero();
		assertThat(bucket.isFull(start + SECOND / 2)).isFalse();
	}

	@Test
	void whenTheCapacityIsZeroThenNothingPasses() {
		TokenRate rate = TokenRate.perSecond(10, 0);
		assertThat(new TokenBucket(0).take(rate, 1, 0)).isEqualTo(TokenBucket.REFUSED);
	}

	@Test
	void whenTheLimitsAreAtTheirHighestThenNothingOverflows() {
		TokenRate rate = TokenRate.perSecond(1, 1_000_000_000);
		TokenBucket bucket = new TokenBucket(0);
		assertThat(bucket.take(rate, 1_000_000_000, 0)).isZero();
		assertThat(bucket.take(rate, 1, SECOND - 1)).isEqualTo(TokenBucket.REFUSED);
		assertThat(bucket.take(rate, 1, SECOND)).isZero();
		assertThat(TokenRate.perSecond(1_000_000_000, 5).nanosToFill()).isEqualTo(5);
	}

	@Test
	void whenManyThreadsTakeThenNoTokenIsGivenTwice() throws Exception {
		TokenRate rate = TokenRate.perSecond(1, 500);
		TokenBucket bucket = new TokenBucket(0);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Callable<Integer>> takers = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				takers.add(() -> taken(bucket, rate));
			}
			int taken = 0;
			for (Future<Integer> each : threads.invokeAll(takers)) {
				taken += each.get();
			}
			assertThat(taken).isEqualTo(500);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static int taken(TokenBucket bucket, TokenRate rate) {
		int taken = 0;
		for (int i = 0; i < 400; i++) {
			taken += (bucket.take(rate, 1, 0) != TokenBucket.REFUSED) ? 1 : 0;
		}
		return taken;
	}

}
