package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contract section 1.5.
 */
class BodyLimitTests {

	@Test
	void whenTheBodyIsExactlyAsLargeAsAllowedThenItPasses() {
		assertThat(Buffers.text(new BodyLimit(5).watch(Flux.just(Buffers.of("abc"), Buffers.of("de")))))
			.isEqualTo("abcde");
	}

	@Test
	void whenTheBodyIsOneByteLargerThenItBreaksOffThere() {
		ManualBody body = new ManualBody();
		ByteBuf tooMuch = Buffers.of("def");
		StepVerifier.create(new BodyLimit(5).watch(body).map(Buffers::text))
			.then(() -> body.next("abc").next(tooMuch))
			.expectNext("abc")
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(BodyTooLargeException.class)
				.hasMessage("stream too large"))
			.verify(Duration.ofSeconds(10));
		assertThat(tooMuch.refCnt()).isZero();
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheLimitIsZeroThenThereIsNone() {
		assertThat(Buffers.text(new BodyLimit(0).watch(Flux.just(Buffers.ofLength(100_000))))).hasSize(100_000);
	}

	@Test
	void whenMemoryIsScarceThenNoBodyBeginsAndNoneGoesOn() {
		AtomicBoolean scarce = new AtomicBoolean();
		BodyLimit limit = new BodyLimit(0, new BodyMemory(() -> !scarce.get(), () -> true));
		ManualBody body = new ManualBody();
		ByteBuf tooMuch = Buffers.of("def");
		StepVerifier.create(limit.watch(body).map(Buffers::text))
			.then(() -> body.next("abc"))
			.expectNext("abc")
			.then(() -> scarce.set(true))
			.then(() -> body.next(tooMuch))
			.expectError(BodyMemoryException.class)
			.verify(Duration.ofSeconds(10));
		assertThat(tooMuch.refCnt()).isZero();
		assertThatExceptionOfType(BodyMemoryException.class).isThrownBy(limit::requireMemory)
			.withMessage("too many bodies in flight for this sidecar's memory");
		scarce.set(false);
		limit.requireMemory();
	}

	@Test
	void whenTwoBodiesAreWatchedThenEachIsCountedForItself() {
		BodyLimit limit = new BodyLimit(3);
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(limit.watch(Flux.just(Buffers.of("abc"))))).isEqualTo("abc");
		}
	}

}
