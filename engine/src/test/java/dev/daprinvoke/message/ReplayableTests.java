package dev.daprinvoke.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are kept while they stream (contract section 1.5; settled: at most 1 MiB
 * each and 16 MiB in a process).
 */
class ReplayableTests {

	private final ReplayBudget budget = new ReplayBudget(ReplayBudget.DEFAULT_TOTAL);

	private final ManualBody source = new ManualBody();

	@Test
	void whenABodyIsReadThenItsBytesFlowBeforeItIsComplete() {
		Reader reader = read(replayable(6));
		this.source.awaitReader().next("abc");
		assertThat(reader.text()).isEqualTo("abc");
		assertThat(reader.isOver()).isFalse();
		this.source.next("def").complete();
		assertThat(reader.text()).isEqualTo("abcdef");
		assertThat(reader.isOver()).isTrue();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void whenAReaderGoesAwayThenTheNextGetsEverythingFromTheStart() {
		InvokeBody.Replayable body = replayable(9);
		Reader first = read(body.again());
		this.source.next("abc").next("def");
		first.cancel();
		assertThat(this.source.isCancelled()).isFalse();
		Reader second = read(body.again());
		assertThat(second.text()).isEqualTo("abcdef");
		this.source.next("ghi").complete();
		assertThat(second.text()).isEqualTo("abcdefghi");
		Reader third = read(body);
		assertThat(third.text()).isEqualTo("abcdefghi");
		assertThat(third.isOver()).isTrue();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void whenAReaderGoesAwayWhileABufferIsOnItsWayThenTheNextGetsThatTooAndOnce() {
		InvokeBody.Replayable body = replayable(6);
		Reader first = read(body.again());
		assertThat(this.source.requested()).isOne();
		first.cancel();
		Reader second = read(body);
		assertThat(this.source.requested()).isOne();
		this.source.next("abc");
		assertThat(second.text()).isEqualTo("abc");
		this.source.next("def").complete();
		assertThat(first.text()).isEmpty();
		assertThat(second.text()).isEqualTo("abcdef");
	}

	@Test
	void whenNobodyHoldsTheBodyAnyMoreThenItIsCancelledAndItsRoomGivenBack() {
		InvokeBody.Replayable body = replayable(100);
		Reader reader = read(body.again());
		this.source.next("abc");
		assertThat(this.budget.used()).isEqualTo(100);
		body.discard();
		assertThat(this.source.isCancelled()).isFalse();
		reader.cancel();
		assertThat(this.source.isCancelled()).isTrue();
		assertThat(this.budget.used()).isZero();
		// On its way when the last holder left.
		ByteBuf late = Buffers.of("late");
		this.source.next(late);
		assertThat(late.refCnt()).isZero();
	}

	@Test
	void whenABodyWasNeverReadThenDiscardingItGivesTheSourceBack() {
		replayable(100).discard();
		assertThat(this.source.isCancelled()).isTrue();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void whenAllHoldersAreGoneThenAnotherReadingFails() {
		InvokeBody.Replayable body = replayable(100);
		body.discard();
		StepVerifier.create(body.again().bytes()).expectError(IOException.class).verify();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void whenABodyBreaksOffThenEveryReaderIsToldBehindWhatCame() {
		InvokeBody.Replayable body = replayable(100);
		Reader first = read(body.again());
		this.source.next("abc").fail(new IllegalStateException("gone"));
		assertThat(first.failure()).hasMessage("gone");
		Reader second = read(body);
		assertThat(second.text()).isEqualTo("abc");
		assertThat(second.failure()).hasMessage("gone");
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void whenABodyIsLongerThanDeclaredThenItBreaksOff() {
		Reader reader = read(replayable(4));
		this.source.next("abc").next("de");
		assertThat(reader.failure()).hasMessage("the body is longer than its declared length of 4");
		assertThat(reader.text()).isEqualTo("abc");
		assertThat(this.source.isCancelled()).isTrue();
	}

	@Test
	void whenAReaderAsksForLittleThenTheSourceIsAskedForLittle() {
		InvokeBody.Replayable body = replayable(1000);
		StepVerifier.create(body.bytes().map(Buffers::text), 0)
			.then(() -> assertThat(this.source.requested()).isZero())
			.thenRequest(1)
			.then(() -> this.source.next("abc"))
			.expectNext("abc")
			.then(() -> assertThat(this.source.requested()).isOne())
			.thenRequest(2)
			.then(() -> this.source.next("def"))
			.expectNext("def")
			.then(() -> assertThat(this.source.requested()).isEqualTo(3))
			.thenCancel()
			.verify();
	}

	@Test
	void whenBytesAreKeptThenTheBuffersTheyCameInAreNot() {
		InvokeBody.Replayable body = replayable(1000);
		ByteBuf large = Buffers.ofLength(500);
		Reader reader = read(body.again());
		this.source.next(large);
		assertThat(large.refCnt()).isZero();
		reader.cancel();
		body.discard();
	}

	@Test
	void whenABodyIsLargerThanOneChunkThenItComesBackAsItWas() {
		byte[] bytes = new byte[ReplayBudget.LARGEST_BODY];
		new Random(4).nextBytes(bytes);
		int[] cuts = { 1, 65_535, 2, 65_536, 65_537, 131_072, 300_000 };
		InvokeBody.Replayable body = (InvokeBody.Replayable) this.budget
			.keep(new InvokeBody.Streaming(Flux.fromIterable(parts(bytes, cuts))), bytes.length);
		for (int reading = 0; reading < 3; reading++) {
			assertThat(read(body.again()).bytes()).isEqualTo(bytes);
		}
		body.discard();
		assertThat(this.budget.used()).isZero();
	}

	private static List<ByteBuf> parts(byte[] bytes, int[] cuts) {
		List<ByteBuf> parts = new ArrayList<>();
		int position = 0;
		for (int i = 0; position < bytes.length; i++) {
			int length = Math.min(cuts[i % cuts.length], bytes.length - position);
			parts.add(Buffers.of(java.util.Arrays.copyOfRange(bytes, position, position + length)));
			position += length;
		}
		return parts;
	}

	@Test
	void whenReadersComeAndGoWhileBytesComeThenNothingIsLostOrDoubled() throws Exception {
		Random random = new Random(8);
		for (int round = 0; round < 200; round++) {
			ManualBody coming = new ManualBody();
			InvokeBody.Replayable body = (InvokeBody.Replayable) this.budget.keep(coming.streaming(), 400);
			Reader first = read(body.again());
			Thread feeder = new Thread(() -> {
				for (int i = 0; i < 100; i++) {
					int part = i;
					Await.until("part " + part + " is asked for", () -> coming.requested() > part);
					coming.next(String.format("%04d", i));
				}
				coming.complete();
			});
			feeder.start();
			LockSupport.parkNanos(random.nextInt(100_000));
			first.cancel();
			Reader second = read(body);
			Await.until("the reading ends", second::isOver);
			feeder.join(10_000);
			assertThat(second.text()).hasSize(400).startsWith("00000001").endsWith("00980099");
			assertThat(this.budget.used()).isZero();
		}
	}

	@Test
	void whenABodyIsTooLargeOrThereIsNoRoomThenItIsNotKept() {
		InvokeBody.Streaming body = this.source.streaming();
		assertThat(this.budget.keep(body, ReplayBudget.LARGEST_BODY + 1)).isSameAs(body);
		assertThat(this.budget.keep(body, 0)).isSameAs(body);
		ReplayBudget small = new ReplayBudget(10);
		InvokeBody kept = small.keep(new ManualBody().streaming(), 6);
		assertThat(small.keep(body, 5)).isSameAs(body);
		assertThat(small.used()).isEqualTo(6);
		kept.discard();
		assertThat(small.keep(body, 5)).isInstanceOf(InvokeBody.Replayable.class);
	}

	private InvokeBody.Replayable replayable(int length) {
		return (InvokeBody.Replayable) this.budget.keep(this.source.streaming(), length);
	}

	private static Reader read(InvokeBody body) {
		Reader reader = new Reader();
		body.bytes().subscribe(reader);
		return reader;
	}

	/** Asks for one buffer after the other. */
	private static final class Reader extends BaseSubscriber<ByteBuf> {

		private final java.io.ByteArrayOutputStream read = new java.io.ByteArrayOutputStream();

		private volatile boolean over;

		private volatile Throwable failure = new AssertionError("no failure");

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request(1);
		}

		@Override
		protected void hookOnNext(ByteBuf part) {
			this.read.writeBytes(Buffers.bytes(part));
			request(1);
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.failure = error;
			this.over = true;
		}

		@Override
		protected void hookOnComplete() {
			this.over = true;
		}

		boolean isOver() {
			return this.over;
		}

		Throwable failure() {
			return this.failure;
		}

		byte[] bytes() {
			return this.read.toByteArray();
		}

		String text() {
			return this.read.toString(java.nio.charset.StandardCharsets.UTF_8);
		}

	}

}
