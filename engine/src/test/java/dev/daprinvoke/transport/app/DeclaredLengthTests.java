package dev.daprinvoke.transport.app;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

class DeclaredLengthTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Test
	void whenTheLengthIsRightThenTheBodyPasses() {
		Flux<ByteBuf> body = Flux.just(Buffers.of("abc"), Buffers.of("de"));
		assertThat(Buffers.text(DeclaredLength.of(body, 5))).isEqualTo("abcde");
		assertThat(Buffers.text(DeclaredLength.of(Flux.empty(), 0))).isEmpty();
	}

	@Test
	void whenTheBodyIsLongerThenItBreaksOffAndTheRestIsNotRead() {
		ManualBody body = new ManualBody();
		ByteBuf tooMuch = Buffers.of("def");
		StepVerifier.create(DeclaredLength.of(body, 5).map(Buffers::text))
			.then(() -> body.next("abc").next(tooMuch))
			.expectNext("abc")
			.expectErrorMessage("http: ContentLength=5 with Body length 6")
			.verify(LIMIT);
		assertThat(tooMuch.refCnt()).isZero();
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheBodyIsShorterThenItFailsAtTheEnd() {
		StepVerifier.create(DeclaredLength.of(Flux.just(Buffers.of("abc")), 5).map(Buffers::text))
			.expectNext("abc")
			.expectErrorMessage("http: ContentLength=5 with Body length 3")
			.verify(LIMIT);
	}

	@Test
	void whenTheBodyFailsThenItsOwnErrorPasses() {
		StepVerifier.create(DeclaredLength.of(Flux.error(new IllegalStateException("own")), 5))
			.expectErrorMessage("own")
			.verify(LIMIT);
	}

}
