package dev.daprinvoke.message;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

class InvokeBodyTests {

	@Test
	void whenAWholeBodyIsReadThenItsSubscriberReleasesIt() {
		ByteBuf content = Buffers.of("hello");
		assertThat(Buffers.text(new InvokeBody.Whole(content))).isEqualTo("hello");
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenAWholeBodyIsDiscardedThenItIsReleased() {
		ByteBuf content = Buffers.of("hello");
		new InvokeBody.Whole(content).discard();
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenTheReaderOfAWholeBodyGoesAwayBeforeItAskedThenItIsReleased() {
		ByteBuf content = Buffers.of("hello");
		BaseSubscriber<ByteBuf> reader = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
			}

		};
		new InvokeBody.Whole(content).bytes().subscribe(reader);
		assertThat(content.refCnt()).isOne();
		reader.cancel();
		reader.cancel();
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenAWholeBodyIsCancelledWhileItIsPassedThenItIsReleasedOnce() {
		ByteBuf content = Buffers.of("hello");
		assertThat(Buffers.text(new InvokeBody.Whole(content).bytes().take(1))).isEqualTo("hello");
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenAWholeBodyHasNoBytesThenItsBufferIsReleasedAllTheSame() {
		ByteBuf content = ByteBufAllocator.DEFAULT.directBuffer(8);
		StepVerifier.create(new InvokeBody.Whole(content).bytes()).expectComplete().verify(Duration.ofSeconds(10));
		assertThat(content.refCnt()).isZero();
		assertThat(Buffers.text(InvokeBody.EMPTY)).isEmpty();
	}

	@Test
	void whenAStreamingBodyIsDiscardedThenItIsCancelledAndWhatCameIsReleased() {
		ManualBody source = new ManualBody();
		source.streaming().discard();
		assertThat(source.isCancelled()).isTrue();
		ByteBuf waiting = Buffers.of("a");
		new InvokeBody.Streaming(Flux.just(waiting).concatWith(Flux.never())).discard();
		assertThat(waiting.refCnt()).isZero();
	}

	@Test
	void whenAStreamingBodyWasReadAlreadyThenDiscardingItDoesNothing() {
		ManualBody source = new ManualBody();
		InvokeBody body = source.streaming();
		body.bytes().subscribe();
		body.discard();
		assertThat(source.isCancelled()).isFalse();
	}

	@Test
	void whenMatchedThenEachFormGoesItsWay() {
		assertThat(InvokeBody.EMPTY.<String>match((whole) -> "whole", (streaming) -> "streaming")).isEqualTo("whole");
		assertThat(new ManualBody().streaming().<String>match((whole) -> "whole", (streaming) -> "streaming"))
			.isEqualTo("streaming");
		InvokeBody replayable = new ReplayBudget(1).keep(new ManualBody().streaming(), 1);
		assertThat(replayable.<String>match((whole) -> "whole", (kept) -> "replayable", (streaming) -> "streaming"))
			.isEqualTo("replayable");
		assertThat(replayable.<InvokeBody>match((whole) -> whole, (streaming) -> streaming))
			.isInstanceOf(InvokeBody.Streaming.class);
		replayable.discard();
	}

}
