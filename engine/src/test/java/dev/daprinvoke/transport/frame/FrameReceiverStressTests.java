package dev.daprinvoke.transport.frame;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.testkit.Buffers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer's thread against a reader's: nothing is lost, doubled or forgotten, never more
 * comes than was asked for, and every buffer is released.
 */
class FrameReceiverStressTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void whenAReaderAsksFromAnotherThreadThenEveryFrameArrivesInOrder(int seed) throws Exception {
		int frames = 20_000;
		Exchange exchange = new Exchange();
		Thread peer = exchange.peer(frames);
		AtomicLong next = new AtomicLong();
		CountDownLatch over = new CountDownLatch(1);
		Semaphore mayAsk = new Semaphore(0);
		BaseSubscriber<ByteBuf> reader = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
			}

			@Override
			protected void hookOnNext(ByteBuf value) {
				exchange.check(value.readLong() == next.getAndIncrement(), "order");
				value.release();
				mayAsk.release();
			}

			@Override
			protected void hookOnComplete() {
				over.countDown();
			}

			@Override
			protected void hookOnError(Throwable error) {
				exchange.check(false, error.toString());
				over.countDown();
			}

		};
		exchange.receiver.subscribe(reader);
		peer.start();
		Random random = new Random(seed);
		long asked = 0;
		while (asked < frames) {
			int amount = 1 + random.nextInt(4);
			reader.request(amount);
			asked += amount;
			// Often asks again while earlier frames are still under way.
			if (random.nextInt(3) == 0) {
				exchange.check(mayAsk.tryAcquire(10, TimeUnit.SECONDS), "stalled after " + asked);
			}
		}
		assertThat(over.await(30, TimeUnit.SECONDS)).as("end").isTrue();
		peer.join(10_000);
		assertThat(exchange.problem.get()).isNull();
		assertThat(next).hasValue(frames);
	}

	@Test
	void whenAReaderGoesAwayAtAnyMomentThenEveryBufferIsReleased() throws Exception {
		Random random = new Random(7);
		for (int round = 0; round < 1000; round++) {
			Exchange exchange = new Exchange();
			Thread peer = exchange.peer(20);
			int leaveAfter = random.nextInt(20);
			BaseSubscriber<ByteBuf> reader = new BaseSubscriber<>() {

				private int read;

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					subscription.request(20);
				}

				@Override
				protected void hookOnNext(ByteBuf value) {
					value.release();
					if (++this.read == leaveAfter) {
						cancel();
					}
				}

			};
			peer.start();
			exchange.receiver.subscribe(reader);
			if (leaveAfter % 3 == 0) {
				reader.cancel();
			}
			peer.join(10_000);
			exchange.receiver.cancel();
			assertThat(exchange.problem.get()).isNull();
			assertThat(exchange.live()).as("round %d", round).isZero();
		}
	}

	private static final class Exchange implements FrameSource {

		private final FrameReceiver<InternalInvokeResponse> receiver = new FrameReceiver<>(this, "response",
				(head) -> head.getSerializedSize() == 0);

		private final Semaphore credit = new Semaphore(FrameReceiver.AHEAD);

		private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

		private final java.util.List<ByteBuf> made = new java.util.ArrayList<>();

		private volatile boolean cancelled;

		@Override
		public void request(int count) {
			this.credit.release(count);
		}

		@Override
		public void cancel(@Nullable Throwable violation) {
			this.cancelled = true;
			this.credit.release(1_000_000);
		}

		private Thread peer(int frames) {
			return new Thread(() -> {
				for (int seq = 0; seq < frames; seq++) {
					try {
						check(this.credit.tryAcquire(10, TimeUnit.SECONDS), "no demand for frame " + seq);
					}
					catch (InterruptedException ex) {
						return;
					}
					if (this.cancelled) {
						break;
					}
					ByteBuf data = Buffers.of(new byte[0]).writeLong(seq);
					if (frames < 100) {
						this.made.add(data);
					}
					this.receiver.frame(HopFrame.received(null, data, seq), false);
				}
				this.receiver.complete();
			});
		}

		private void check(boolean fine, String what) {
			if (!fine) {
				this.problem.compareAndSet(null, what);
			}
		}

		private long live() {
			return this.made.stream().filter((data) -> data.refCnt() > 0).count();
		}

	}

}
