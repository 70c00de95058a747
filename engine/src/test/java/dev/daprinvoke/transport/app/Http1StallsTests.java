package dev.daprinvoke.transport.app;

import java.util.concurrent.CountDownLatch;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;

import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/** Readers that stand still do not keep the connections that others wait for. */
class Http1StallsTests extends Http1Harness {

	private final CountDownLatch end = new CountDownLatch(1);

	/** Begins an endless answer, and any other one in full. */
	private FakeApp endless() {
		return app((exchange) -> {
			if (!exchange.line().contains("/endless")) {
				exchange.send(OK);
				return;
			}
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n");
			await(this.end);
		});
	}

	/** Reads as it is told. */
	private static final class Reader extends BaseSubscriber<ByteBuf> {

		private volatile boolean failed;

		@Override
		protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
			subscription.request(1);
		}

		@Override
		protected void hookOnNext(ByteBuf part) {
			part.release();
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.failed = true;
		}

	}

	@Test
	void whenCallsWaitThenAnAnswerThatNobodyReadsIsBrokenOff() {
		HttpAppChannel channel = one(endless(), limits(1, 1, 10, LONG));
		InvokeResponse unread = answer(channel, get("endless"));
		assertWorks(channel);
		Reader reader = new Reader();
		unread.body().bytes().subscribe(reader);
		Await.until("whoever reads later is told", () -> reader.failed);
		this.end.countDown();
	}

	@Test
	void whenCallsWaitThenAnAnswerWhoseReaderHasStoppedIsBrokenOff() {
		HttpAppChannel channel = one(endless(), limits(1, 1, 10, LONG));
		Reader reader = new Reader();
		answer(channel, get("endless")).body().bytes().subscribe(reader);
		assertWorks(channel);
		Await.until("the reader is told", () -> reader.failed);
		this.end.countDown();
	}

	@Test
	void whenNobodyWaitsThenAReaderMayStandStill() {
		HttpAppChannel channel = one(endless(), limits(2, 2, 10, LONG));
		Reader reader = new Reader();
		answer(channel, get("endless")).body().bytes().subscribe(reader);
		long until = System.nanoTime() + 2 * Http1Stalls.PATIENCE_NANOS;
		while (System.nanoTime() < until) {
			assertWorks(channel);
		}
		assertThat(reader.failed).isFalse();
		reader.cancel();
		this.end.countDown();
	}

	/** An app that says nothing for long is no reader that stands still. */
	@Test
	void whenTheAppIsSilentThenItsReaderIsNotBlamed() {
		HttpAppChannel channel = one(endless(), limits(1, 1, 10, LONG));
		Reader reader = new Reader();
		answer(channel, get("endless")).body().bytes().subscribe(reader);
		reader.request(100);
		var waiting = begin(channel, get("waiting"));
		long until = System.nanoTime() + 2 * Http1Stalls.PATIENCE_NANOS;
		Await.until("twice the patience is over", () -> System.nanoTime() > until);
		assertThat(waiting).isNotDone();
		assertThat(reader.failed).isFalse();
		reader.cancel();
		assertThat(textOf(waiting)).isEqualTo("ok");
		this.end.countDown();
	}

}
