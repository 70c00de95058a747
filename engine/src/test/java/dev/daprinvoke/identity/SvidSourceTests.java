package dev.daprinvoke.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.testkit.TestAuthority;
import dev.daprinvoke.testkit.TestAuthority.Issued;
import dev.daprinvoke.testkit.TestAuthority.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract section 1.2, renewal; in virtual time. */
class SvidSourceTests {

	private final TestAuthority authority = new TestAuthority("Ed25519");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicBoolean failing = new AtomicBoolean();

	private Duration life = Duration.ofHours(24);

	@AfterEach
	void stop() {
		this.time.dispose();
	}

	private Mono<Svid> sentry() {
		return Mono.fromSupplier(() -> {
			this.requests.incrementAndGet();
			if (this.failing.get()) {
				throw new IdentityException("not now", null);
			}
			Instant now = Instant.ofEpochMilli(this.time.now(TimeUnit.MILLISECONDS));
			Issued issued = this.authority.issue(new Order().uri("spiffe://public/ns/default/cart")
				.valid(now.minus(Duration.ofMinutes(15)), now.plus(this.life)));
			return Svid.of(issued.chain(), issued.key());
		});
	}

	private SvidSource start() {
		SvidSource source = SvidSource.start(sentry(), this.time).block();
		assertThat(source).isNotNull();
		return source;
	}

	@Test
	void whenHalfOfALifeIsOverThenTheIdentityIsRenewed() {
		SvidSource source = start();
		Svid first = source.current();
		this.time.advanceTimeBy(Duration.ofMinutes(11 * 60 + 52));
		assertThat(this.requests).hasValue(1);
		this.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.requests).hasValue(2);
		assertThat(source.current()).isNotEqualTo(first);
		this.time.advanceTimeBy(Duration.ofHours(12));
		assertThat(this.requests).hasValue(3);
	}

	@Test
	void whenItCannotBeRenewedThenTheOldOneStaysAndItIsTriedEveryTenSeconds() {
		SvidSource source = start();
		Svid first = source.current();
		this.failing.set(true);
		this.time.advanceTimeBy(Duration.ofHours(12));
		int tried = this.requests.get();
		this.time.advanceTimeBy(Duration.ofMinutes(10));
		assertThat(this.requests.get() - tried).isEqualTo(60);
		assertThat(source.current()).isSameAs(first);
		this.failing.set(false);
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(source.current()).isNotSameAs(first);
	}

	@Test
	void whenTheFirstAttemptsFailThenThereAreFive() {
		this.failing.set(true);
		assertThatExceptionOfType(IdentityException.class)
			.isThrownBy(() -> SvidSource.start(sentry(), this.time).block())
			.withMessage("not now");
		assertThat(this.requests).hasValue(5);
	}

	@Test
	void whenALifeIsOverAtOnceThenTheStartSucceedsAndSentryIsNotFlooded() {
		this.life = Duration.ofMillis(10);
		SvidSource source = start();
		Svid first = source.current();
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(source.current()).isNotSameAs(first);
		assertThat(this.requests.get()).isBetween(4, 7);
	}

	@Test
	void whenItIsDisposedThenNothingIsRenewed() {
		SvidSource source = start();
		source.dispose();
		this.time.advanceTimeBy(Duration.ofHours(48));
		assertThat(this.requests).hasValue(1);
	}

}
