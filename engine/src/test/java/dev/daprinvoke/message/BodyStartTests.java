package dev.daprinvoke.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

class BodyStartTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final ManualBody body = new ManualBody();

	private final List<BodyStart.Read> read = new ArrayList<>();

	@Test
	void whenTheBodyEndsEarlyThenTheStartIsAllThereIs() {
		start(10);
		this.body.next("ab").next("c").complete();
		BodyStart.Read start = this.read.get(0);
		assertThat(start.complete()).isTrue();
		assertThat(start.bytes().readableBytes()).isEqualTo(3);
		assertThat(start.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(Buffers.text(start.body())).isEqualTo("abc");
	}

	@Test
	void whenTheBodyIsEmptyThenTheStartIsToo() {
		start(1);
		this.body.complete();
		assertThat(this.read.get(0).complete()).isTrue();
		assertThat(Buffers.text(this.read.get(0).body())).isEmpty();
	}

	@Test
	void whenThereIsEnoughThenNothingMoreIsAskedForUntilTheRestIsRead() {
		start(3);
		this.body.next("ab");
		assertThat(this.body.requested()).isEqualTo(2);
		assertThat(this.read).isEmpty();
		this.body.next("cd");
		assertThat(this.body.requested()).isEqualTo(2);
		StringBuilder all = new StringBuilder();
		List<String> ends = new ArrayList<>();
		this.read.get(0)
			.body()
			.bytes()
			.subscribe((part) -> all.append(Buffers.text(part)), (error) -> ends.add("error"), () -> ends.add("end"));
		this.body.next("ef");
		this.body.complete();
		assertThat(all).hasToString("abcdef");
		assertThat(ends).containsExactly("end");
	}

	@Test
	void whenTheReaderAsksForSomeThenTheStartCountsAsOne() {
		start(1);
		this.body.next("a");
		BaseSubscriber<ByteBuf> reader = reader(3);
		this.read.get(0).body().bytes().subscribe(reader);
		assertThat(this.body.requested()).isEqualTo(1 + 2);
		reader.request(1);
		assertThat(this.body.requested()).isEqualTo(1 + 3);
		reader.cancel();
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenTheBodyEndsBehindTheStartThenTheEndWaitsForTheReader() {
		start(1);
		this.body.next("a").complete();
		StepVerifier.create(this.read.get(0).body().bytes().map(Buffers::text), 0)
			.expectSubscription()
			.thenRequest(1)
			.expectNext("a")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void whenTheBodyFailsBehindTheStartThenTheReaderMeetsTheErrorAfterTheStart() {
		start(1);
		this.body.next("a").fail(new IllegalStateException("broken"));
		StepVerifier.create(this.read.get(0).body().bytes().map(Buffers::text))
			.expectNext("a")
			.expectErrorMessage("broken")
			.verify(LIMIT);
	}

	@Test
	void whenTheBodyFailsBeforeThereIsEnoughThenTheReadingFailsAndKeepsNothing() {
		ByteBuf first = Buffers.of("ab");
		List<Throwable> errors = new ArrayList<>();
		BodyStart.of(this.body, 10).subscribe(this.read::add, errors::add);
		this.body.next(first);
		this.body.fail(new IllegalStateException("broken"));
		assertThat(errors).singleElement().hasToString("java.lang.IllegalStateException: broken");
		assertThat(first.refCnt()).isZero();
	}

	@Test
	void whenABrokenBodyCountsThenItsReaderGetsWhatCameAndMeetsTheError() {
		BodyStart.ofBroken(this.body, 10).subscribe(this.read::add);
		this.body.next("ab").fail(new IllegalStateException("broken"));
		assertThat(this.read.get(0).complete()).isFalse();
		StepVerifier.create(this.read.get(0).body().bytes().map(Buffers::text))
			.expectNext("ab")
			.expectErrorMessage("broken")
			.verify(LIMIT);
	}

	@Test
	void whenTheCallerGoesAwayWhileTheStartIsCollectedThenTheBodyIsCancelledAndReleased() {
		ByteBuf first = Buffers.of("ab");
		Disposable reading = start(10);
		this.body.next(first);
		reading.dispose();
		assertThat(this.body.isCancelled()).isTrue();
		assertThat(first.refCnt()).isZero();
		ByteBuf late = Buffers.of("cd");
		this.body.next(late);
		assertThat(late.refCnt()).isZero();
		this.body.complete();
		assertThat(this.read).isEmpty();
	}

	@Test
	void whenNobodyAskedForTheStartYetThenGoingAwayReleasesWhatWasOffered() {
		for (boolean complete : new boolean[] { true, false }) {
			ManualBody source = new ManualBody();
			ByteBuf first = Buffers.of("ab");
			BaseSubscriber<BodyStart.Read> caller = new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
				}

			};
			BodyStart.of(source, complete ? 10 : 1).subscribe(caller);
			source.next(first);
			if (complete) {
				source.complete();
			}
			caller.cancel();
			assertThat(first.refCnt()).as("complete: " + complete).isZero();
			assertThat(source.isCancelled()).isTrue();
		}
	}

	@Test
	void whenTheCallerCancelsWhileItIsGivenTheStartThenTheStartIsItsOwn() {
		ByteBuf first = Buffers.of("ab");
		BaseSubscriber<BodyStart.Read> caller = new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(BodyStart.Read value) {
				cancel();
				BodyStartTests.this.read.add(value);
			}

		};
		BodyStart.of(this.body, 1).subscribe(caller);
		this.body.next(first);
		assertThat(first.refCnt()).isOne();
		this.read.get(0).body().discard();
		assertThat(first.refCnt()).isZero();
	}

	@Test
	void whenTheReaderGoesAwayBeforeItAskedThenTheStartIsReleasedAndTheBodyCancelled() {
		ByteBuf first = Buffers.of("ab");
		start(1);
		this.body.next(first);
		BaseSubscriber<ByteBuf> reader = reader(0);
		this.read.get(0).body().bytes().subscribe(reader);
		reader.cancel();
		reader.cancel();
		assertThat(first.refCnt()).isZero();
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenTheBodyIsDiscardedThenStartAndRestAreGivenBack() {
		ByteBuf first = Buffers.of("ab");
		start(1);
		this.body.next(first);
		this.read.get(0).body().discard();
		assertThat(first.refCnt()).isZero();
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenTheRestIsReadTwiceThenTheSecondReaderIsTold() {
		start(1);
		this.body.next("a");
		Flux<ByteBuf> bytes = this.read.get(0).body().bytes();
		bytes.subscribe(ByteBuf::release);
		StepVerifier.create(bytes).expectErrorMessage("a body can be read only once").verify(LIMIT);
	}

	@Test
	void whenTheCallerIsGoneBeforeTheBodyIsSubscribedThenNothingIsRead() {
		Mono<BodyStart.Read> reading = BodyStart.of(this.body, 1);
		BaseSubscriber<BodyStart.Read> caller = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				cancel();
			}

		};
		reading.subscribe(caller);
		assertThat(this.body.isCancelled() || !this.body.isSubscribed()).isTrue();
		assertThat(this.body.requested()).isZero();
	}

	@Test
	void whenBytesAndCancellationMeetThenEveryBufferIsReleasedOnce() throws Exception {
		for (int round = 0; round < 2000; round++) {
			ManualBody source = new ManualBody();
			ByteBuf first = Buffers.of("ab");
			// A lambda would drop what comes after the cancellation, and with it the
			// buffer.
			BaseSubscriber<BodyStart.Read> reading = new BaseSubscriber<>() {

				@Override
				protected void hookOnNext(BodyStart.Read start) {
					start.body().discard();
				}

			};
			BodyStart.of(source, 1).subscribe(reading);
			CyclicBarrier together = new CyclicBarrier(2);
			Thread feeder = new Thread(() -> {
				awaitQuietly(together);
				source.next(first);
			});
			feeder.start();
			awaitQuietly(together);
			reading.dispose();
			feeder.join(10_000);
			assertThat(first.refCnt()).as("round %d", round).isZero();
		}
	}

	private static void awaitQuietly(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Disposable start(int enough) {
		return BodyStart.of(this.body, enough).subscribe(this.read::add);
	}

	private static BaseSubscriber<ByteBuf> reader(long demand) {
		return new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				if (demand > 0) {
					request(demand);
				}
			}

			@Override
			protected void hookOnNext(ByteBuf value) {
				value.release();
			}

		};
	}

}
