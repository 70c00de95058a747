package dev.daprinvoke.transport.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that stream: at the pace of their reader, once, and to their end.
 */
class Http1AnswersTests extends Http1Harness {

	private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

	/** Many small parts in one read. */
	private static final String PARTS = CHUNKED + "1\r\na\r\n".repeat(20);

	private static final int PIECE = 64 * 1024;

	private static final long ALL = 256L * 1024 * 1024;

	/** More than the sockets of both ends hold. */
	private static final long BOUND = 96L * 1024 * 1024;

	private static Flux<ByteBuf> bytes(HttpAppChannel channel) {
		return answer(channel, get("items")).body().bytes();
	}

	@Test
	void whenTheReaderAsksForOneAtATimeThenNoMoreIsRead() {
		AtomicLong sent = new AtomicLong();
		String piece = "x".repeat(PIECE);
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nContent-Length: " + ALL + "\r\n\r\n");
			while (sent.get() < ALL) {
				exchange.send(piece);
				sent.addAndGet(PIECE);
			}
		});
		StepVerifier.Step<ByteBuf> reader = StepVerifier.create(bytes(one(app)), 0).expectSubscription();
		for (int i = 0; i < 5; i++) {
			reader = reader.thenRequest(1).consumeNextWith(ByteBuf::release).then(() -> awaitHeldUp(sent));
		}
		reader.then(() -> assertThat(sent.get()).isLessThan(BOUND)).thenCancel().verify(LIMIT.multipliedBy(3));
		Await.until("the connection is closed", () -> app.openConnections() == 0);
		assertThat(sent.get()).isLessThan(BOUND);
	}

	/** Each time the event loop turns, it would read what is there. */
	private void awaitHeldUp(AtomicLong sent) {
		Await.until("the app is held up", () -> {
			long before = sent.get();
			for (int i = 0; i < 100; i++) {
				settle();
			}
			return sent.get() == before;
		});
	}

	@Test
	void whenTheReaderAsksForOneAtATimeThenItGetsAllOfIt() {
		String large = "x".repeat(3_000_000);
		HttpAppChannel channel = one(
				answering("HTTP/1.1 200 OK\r\nContent-Length: " + large.length() + "\r\n\r\n" + large));
		for (int i = 0; i < 2; i++) {
			assertThat(Buffers.text(bytes(channel).limitRate(1))).hasSize(large.length());
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 5, 20, Long.MAX_VALUE })
	void whenTheReaderLeavesThenTheConnectionIsClosedAndWhatWaitsReleased(long demand) {
		FakeApp app = app((exchange) -> {
			exchange.send(PARTS);
			exchange.awaitClientClose();
		});
		AtomicLong seen = new AtomicLong();
		BaseSubscriber<ByteBuf> reader = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				subscription.request(demand);
			}

			@Override
			protected void hookOnNext(ByteBuf part) {
				part.release();
				seen.incrementAndGet();
			}

		};
		bytes(one(app)).subscribe(reader);
		Await.until("what was asked for came", () -> seen.get() == Math.min(demand, 20));
		reader.cancel();
		Await.until("the connection is closed", () -> app.openConnections() == 0);
		assertThat(seen.get()).isEqualTo(Math.min(demand, 20));
	}

	@Test
	void whenTheReaderLeavesWithinAPartThenNothingElseComes() {
		FakeApp app = answering(PARTS + "0\r\n\r\n");
		HttpAppChannel channel = one(app);
		for (int i = 1; i <= 3; i++) {
			assertThat(bytes(channel).map(Buffers::text).take(3).collectList().block(LIMIT)).hasSize(3);
		}
		Await.until("the connections are closed", () -> app.openConnections() <= 1);
	}

	@Test
	void whenABodyIsReadTwiceThenTheSecondReaderIsTold() {
		HttpAppChannel channel = one(answering(PARTS + "0\r\n\r\n"));
		Flux<ByteBuf> bytes = bytes(channel);
		assertThat(Buffers.text(bytes)).isEqualTo("a".repeat(20));
		StepVerifier.create(bytes).expectError(IllegalStateException.class).verify(LIMIT);
		assertThat(Buffers.text(bytes(channel))).isEqualTo("a".repeat(20));
	}

	@Test
	void whenABodyIsReadASecondTimeMeanwhileThenTheFirstReaderIsUnharmed() {
		CountDownLatch second = new CountDownLatch(1);
		HttpAppChannel channel = one(app((exchange) -> {
			exchange.send(PARTS);
			await(second);
			exchange.send("0\r\n\r\n");
		}));
		InvokeBody body = answer(channel, get("items")).body();
		var first = body.bytes().map(Buffers::text).collectList().toFuture();
		StepVerifier.create(body.bytes()).expectError(IllegalStateException.class).verify(LIMIT);
		second.countDown();
		assertThat(first).succeedsWithin(LIMIT).satisfies((all) -> assertThat(String.join("", all)).hasSize(20));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1_000_000 })
	void whenTheAppEndsTheAnswerByClosingThenAllOfItIsThere(int length) {
		String body = "x".repeat(length);
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\n\r\n" + body);
			exchange.close();
		});
		HttpAppChannel channel = one(app);
		for (int i = 1; i <= 2; i++) {
			assertThat(Buffers.text(bytes(channel).limitRate(1))).isEqualTo(body);
			assertThat(app.connections()).isEqualTo(i);
		}
	}

	@Test
	void whenTheAnswerIsCutShortThenItsReaderGetsWhatThereIsAndIsTold() {
		FakeApp app = app((exchange) -> {
			exchange.send(PARTS);
			exchange.close();
		});
		StringBuilder all = new StringBuilder();
		StepVerifier.create(bytes(one(app)).limitRate(1).map(Buffers::text).doOnNext(all::append))
			.thenConsumeWhile("a"::equals)
			.expectErrorMessage("unexpected EOF")
			.verify(LIMIT);
		assertThat(all).hasSize(20);
	}

	@ParameterizedTest
	@ValueSource(strings = { OK, CHUNKED + "2\r\nok\r\n0\r\n\r\n" })
	void whenMoreComesWithTheAnswerThenTheConnectionIsNotUsedAgain(String answer) {
		FakeApp app = answering(answer + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
		HttpAppChannel channel = one(app);
		for (int i = 1; i <= 3; i++) {
			assertThat(Buffers.text(bytes(channel))).isEqualTo("ok");
			assertThat(app.connections()).isEqualTo(i);
		}
		Await.until("they are closed", () -> app.openConnections() == 0);
	}

}
