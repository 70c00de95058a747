package dev.daprinvoke.spring.gateway.ratelimit;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketsTests {

	private static final TokenRate RATE = TokenRate.perSecond(1, 1);

	private final TokenBuckets buckets = new TokenBuckets(2, 0);

	@Test
	void whenKeyOrRouteDifferThenSoDoTheBuckets() {
		TokenBuckets many = new TokenBuckets(10, 0);
		TokenBucket one = many.of("shop", "a", 0);
		assertThat(many.of("shop", "a", 1)).isSameAs(one);
		assertThat(many.of("shop", "b", 0)).isNotSameAs(one);
		assertThat(many.of("news", "a", 0)).isNotSameAs(one);
	}

	@Test
	void whenThereIsNoRoomThenFurtherKeysOfARouteShareABucket() {
		this.buckets.of("shop", "a", 0).take(RATE, 1, 0);
		this.buckets.of("shop", "b", 0).take(RATE, 1, 0);
		TokenBucket shared = this.buckets.of("shop", "c", 0);
		assertThat(shared.take(RATE, 1, 0)).isZero();
		assertThat(this.buckets.of("shop", "d", 0)).isSameAs(shared);
		for (int i = 0; i < 1000; i++) {
			assertThat(this.buckets.of("shop", "invented" + i, 0).take(RATE, 1, 0)).isEqualTo(TokenBucket.REFUSED);
		}
		assertThat(this.buckets.size()).isEqualTo(3);
	}

	@Test
	void whenBucketsAreFullAgainThenTheirRoomIsUsed() {
		this.buckets.of("shop", "a", 0).take(RATE, 1, 0);
		this.buckets.of("shop", "b", 0).take(RATE, 1, 0);
		long later = TimeUnit.SECONDS.toNanos(2);
		TokenBucket own = this.buckets.of("shop", "c", later);
		assertThat(this.buckets.of("shop", "d", later)).isNotSameAs(own);
		assertThat(this.buckets.size()).isEqualTo(2);
	}

}
