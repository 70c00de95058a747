package dev.daprinvoke.invoke;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

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
		ManualBody body = new ManualBody();
		assertThat(new BodyLimit(0).watch(body)).isSameAs(body);
	}

	@Test
	void whenTwoBodiesAreWatchedThenEachIsCountedForItself() {
		BodyLimit limit = new BodyLimit(3);
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(limit.watch(Flux.just(Buffers.of("abc"))))).isEqualTo("abc");
		}
	}

}
