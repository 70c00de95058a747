package dev.daprinvoke.transport.frame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Frames;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract sections 2.4 and 2.5.
 */
class FrameReceiverTests implements FrameSource {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final FrameReceiver<InternalInvokeResponse> receiver = new FrameReceiver<>(this, "response",
			(head) -> head.getSerializedSize() == 0);

	private final List<Object> seen = new ArrayList<>();

	private long requested;

	private int cancels;

	private @Nullable Throwable violation;

	@Override
	public void request(int count) {
		this.requested += count;
	}

	@Override
	public void cancel(@Nullable Throwable reason) {
		this.cancels++;
		this.violation = reason;
	}

	@Test
	void whenFramesComeBeforeTheReaderThenTheyWaitInOrder() {
		first("a").later("b", 1);
		this.receiver.complete();
		StepVerifier.create(this.receiver.map(Buffers::text)).expectNext("a", "b").expectComplete().verify(LIMIT);
	}

	@Test
	void whenTheReaderAsksThenExactlyAsManyFramesAreAskedFor() {
		Reader reader = read(3);
		assertThat(this.requested).isEqualTo(3);
		first("a").later("b", 1);
		reader.request(2);
		assertThat(this.requested).isEqualTo(5);
		assertThat(this.seen).containsExactly("a", "b");
	}

	@Test
	void whenTheReaderAsksWhileAFrameItAskedForBeforeWaitsThenNoDemandIsForgotten() {
		// Asks again from within the first buffer, while the second waits.
		first("a").later("b", 1);
		List<String> read = new ArrayList<>();
		this.receiver.subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(2);
			}

			@Override
			protected void hookOnNext(ByteBuf value) {
				read.add(Buffers.text(value));
				if (read.size() == 1) {
					request(2);
				}
			}

		});
		assertThat(read).containsExactly("a", "b");
		// Two were asked for ahead, four by the reader: two are still to come.
		assertThat(this.requested).isEqualTo(4);
	}

	@Test
	void whenTheReaderAsksForEverythingThenAsMuchIsAskedForAsGrpcCanCount() {
		read(Long.MAX_VALUE);
		assertThat(this.requested).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void whenNobodyReadsThenNothingIsAskedFor() {
		first("a").later("b", 1);
		assertThat(this.requested).isZero();
		this.receiver.cancel();
	}

	@Test
	void whenAPayloadIsEmptyThenItCountsForTheSequenceAndIsReplacedByAnotherFrame() {
		read(5);
		this.requested = 0;
		first("a");
		frame(null, Unpooled.EMPTY_BUFFER, 1, false);
		assertThat(this.requested).isOne();
		frame(null, null, 0, false);
		assertThat(this.requested).isEqualTo(2);
		later("b", 2);
		assertThat(this.seen).containsExactly("a", "b");
	}

	@Test
	void whenALaterHeadIsEmptyThenItIsFine() {
		read(5);
		first("a");
		frame(InternalInvokeResponse.getDefaultInstance(), Buffers.of("b"), 1, false);
		this.receiver.complete();
		assertThat(this.seen).containsExactly("a", "b", "complete");
	}

	@Test
	void whenASequenceNumberIsWrongThenTheBodyFailsAndTheCallIsCancelled() {
		read(5);
		first("a");
		ByteBuf lost = Buffers.of("b");
		frame(null, lost, 7, false);
		later("c", 1);
		this.receiver.complete();
		assertThat(this.seen).containsExactly("a", "invalid sequence number received: 7 (expected: 1)");
		assertThat(this.violation).hasMessage("invalid sequence number received: 7 (expected: 1)");
		assertThat(lost.refCnt()).isZero();
	}

	@Test
	void whenTheFirstSequenceNumberIsNotZeroThenTheBodyFails() {
		read(5);
		frame(Frames.response(200).build(), Buffers.of("a"), 1, true);
		assertThat(this.seen).containsExactly("invalid sequence number received: 1 (expected: 0)");
	}

	@Test
	void whenALaterFrameHasMetadataThenTheBodyFails() {
		read(5);
		first("a");
		ByteBuf lost = Buffers.of("b");
		frame(Frames.response(200).build(), lost, 1, false);
		assertThat(this.seen).containsExactly("a", "response metadata found in non-leading chunk");
		assertThat(lost.refCnt()).isZero();
	}

	@Test
	void whenTheStreamBreaksOffThenWhatCameBeforeIsRead() {
		first("a");
		this.receiver.fail(new IllegalStateException("broken"));
		this.receiver.fail(new IllegalStateException("later"));
		this.receiver.complete();
		read(1);
		assertThat(this.seen).containsExactly("a", "broken");
	}

	@Test
	void whenTheStreamIsOverThenNothingMoreIsAskedFor() {
		first("a");
		this.receiver.complete();
		read(1);
		assertThat(this.seen).containsExactly("a", "complete");
		assertThat(this.requested).isZero();
	}

	@Test
	void whenTheReaderGoesAwayThenWhatWaitsIsReleasedAndTheCallIsCancelledOnce() {
		ByteBuf waiting = Buffers.of("a");
		frame(Frames.response(200).build(), waiting, 0, true);
		Reader reader = read(0);
		reader.cancel();
		this.receiver.cancel();
		assertThat(waiting.refCnt()).isZero();
		assertThat(this.cancels).isOne();
		assertThat(this.violation).isNull();
	}

	@Test
	void whenFramesComeAfterTheReaderLeftThenTheyAreDroppedAndReplaced() {
		read(1).cancel();
		this.requested = 0;
		ByteBuf late = Buffers.of("a");
		frame(null, late, 0, false);
		assertThat(late.refCnt()).isZero();
		assertThat(this.requested).isOne();
		this.receiver.complete();
		assertThat(this.seen).isEmpty();
	}

	@Test
	void whenTheReaderLeavesAfterTheEndThenTheCallIsNotCancelled() {
		first("a");
		this.receiver.complete();
		read(0).cancel();
		assertThat(this.cancels).isZero();
	}

	@Test
	void whenAllIsThereInOneFrameThenItCanBeTakenWhole() {
		assertThat(this.receiver.isCompleteInOneFrame()).isFalse();
		first("a");
		assertThat(this.receiver.isCompleteInOneFrame()).isFalse();
		this.receiver.complete();
		assertThat(this.receiver.isCompleteInOneFrame()).isTrue();
		assertThat(Buffers.text(this.receiver.takeWhole())).isEqualTo("a");
		StepVerifier.create(this.receiver).expectErrorMessage("a body can be read only once").verify(LIMIT);
	}

	@Test
	void whenThereIsNoPayloadThenTheWholeIsEmpty() {
		frame(Frames.response(204).build(), null, 0, true);
		this.receiver.complete();
		assertThat(this.receiver.takeWhole().isReadable()).isFalse();
	}

	@Test
	void whenThereAreTwoFramesOrAFailureThenItCannotBeTakenWhole() {
		first("a").later("b", 1);
		this.receiver.complete();
		assertThat(this.receiver.isCompleteInOneFrame()).isFalse();
		this.receiver.cancel();
		FrameReceiver<InternalInvokeResponse> broken = new FrameReceiver<>(this, "response",
				(head) -> head.getSerializedSize() == 0);
		broken.fail(new IllegalStateException());
		assertThat(broken.isCompleteInOneFrame()).isFalse();
	}

	@Test
	void whenReadTwiceThenTheSecondReaderIsTold() {
		read(1);
		StepVerifier.create(this.receiver).expectErrorMessage("a body can be read only once").verify(LIMIT);
	}

	@Test
	void whenTheStreamEndsWhileItIsSubscribedThenTheEndComesAfterTheSubscription() {
		List<String> order = new ArrayList<>();
		this.receiver.subscribe(new CoreSubscriber<ByteBuf>() {

			@Override
			public void onSubscribe(Subscription subscription) {
				FrameReceiverTests.this.receiver.complete();
				order.add("subscribed");
			}

			@Override
			public void onNext(ByteBuf bytes) {
				bytes.release();
			}

			@Override
			public void onError(Throwable error) {
				order.add("error");
			}

			@Override
			public void onComplete() {
				order.add("complete");
			}

		});
		assertThat(order).containsExactly("subscribed", "complete");
	}

	private FrameReceiverTests first(String text) {
		return frame(Frames.response(200).build(), Buffers.of(text), 0, true);
	}

	private FrameReceiverTests later(String text, long seq) {
		return frame(null, Buffers.of(text), seq, false);
	}

	private FrameReceiverTests frame(@Nullable InternalInvokeResponse head, @Nullable ByteBuf data, long seq,
			boolean first) {
		this.receiver.frame(HopFrame.received(head, data, seq), first);
		return this;
	}

	private Reader read(long demand) {
		Reader reader = new Reader(demand);
		this.receiver.subscribe(reader);
		return reader;
	}

	private final class Reader extends BaseSubscriber<ByteBuf> {

		private final long demand;

		Reader(long demand) {
			this.demand = demand;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			if (this.demand > 0) {
				subscription.request(this.demand);
			}
		}

		@Override
		protected void hookOnNext(ByteBuf value) {
			FrameReceiverTests.this.seen.add(Buffers.text(value));
		}

		@Override
		protected void hookOnComplete() {
			FrameReceiverTests.this.seen.add("complete");
		}

		@Override
		protected void hookOnError(Throwable error) {
			FrameReceiverTests.this.seen.add(error.getMessage());
		}

	}

}
