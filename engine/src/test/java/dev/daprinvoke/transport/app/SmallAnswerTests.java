package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import dev.daprinvoke.testkit.Buffers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Collecting a small answer, and its reader going away meanwhile.
 */
class SmallAnswerTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 16, 17, 1000 })
	void whenAllPiecesHaveComeThenTheyAreOneInOrder(int pieces) {
		StringBuilder expected = new StringBuilder();
		List<ByteBuf> sent = new ArrayList<>();
		for (int i = 0; i < pieces; i++) {
			expected.append(i);
			sent.add(Buffers.of(Integer.toString(i)));
		}
		ByteBuf whole = SmallAnswer.collect(Flux.fromIterable(sent)).blockOptional(LIMIT).orElseThrow();
		assertThat(Buffers.text(whole)).isEqualTo(expected.toString());
		assertThat(sent).allMatch((piece) -> piece.refCnt() == 0);
	}

	@Test
	void whenTheAnswerBreaksOffThenWhatCameIsReleased() {
		ByteBuf piece = Buffers.of("piece");
		StepVerifier
			.create(SmallAnswer.collect(Flux.concat(Flux.just(piece), Flux.error(new IOException("broken off")))))
			.expectErrorMessage("broken off")
			.verify(LIMIT);
		assertThat(piece.refCnt()).isZero();
	}

	@Test
	void whenTheReaderGoesAwayThenWhatCameAndWhatStillComesIsReleased() {
		TestPublisher<ByteBuf> source = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		ByteBuf before = Buffers.of("before");
		ByteBuf after = Buffers.of("after");
		StepVerifier.create(SmallAnswer.collect(source.flux()))
			.then(() -> source.next(before))
			.thenCancel()
			.verify(LIMIT);
		source.next(after).complete();
		assertThat(before.refCnt()).isZero();
		assertThat(after.refCnt()).isZero();
	}

	// Once in a while Reactor Netty's aggregate() adds the bytes to what is released
	// already.
	@Test
	void whenTheReaderGoesAwayInTheMomentOfTheEndThenNothingIsLostOrReleasedTwice() throws Exception {
		ExecutorService reader = Executors.newSingleThreadExecutor();
		try {
			for (int round = 0; round < 5_000; round++) {
				TestPublisher<ByteBuf> source = TestPublisher.create();
				ByteBuf piece = Buffers.of("piece");
				Releasing reading = new Releasing();
				SmallAnswer.collect(source.flux()).subscribe(reading);
				source.next(piece);
				Future<?> gone = reader.submit(reading::cancel);
				source.complete();
				gone.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
				assertThat(piece.refCnt()).as("round " + round).isZero();
			}
		}
		finally {
			reader.shutdownNow();
		}
	}

	/** Releases what still comes when it has gone away. */
	private static final class Releasing extends BaseSubscriber<ByteBuf> {

		@Override
		protected void hookOnNext(ByteBuf whole) {
			whole.release();
		}

	}

}
