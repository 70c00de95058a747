package dev.daprinvoke.transport.app;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.LeavingCaller;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that leave just as the answer comes.
 */
class Http1LeavingTests extends Http1Harness {

	private static final int CALLS = 2000;

	private final Semaphore answering = new Semaphore(0);

	private FakeApp telling(String answer) {
		return app((exchange) -> {
			exchange.body();
			if (exchange.line().startsWith("POST")) {
				this.answering.release();
				exchange.send(answer);
			}
			else {
				exchange.send(OK);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { OK, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok" })
	void whenTheCallerLeavesAsTheAnswerComesThenNothingIsLostAndTheNextCallWorks(String answer)
			throws InterruptedException {
		FakeApp app = telling(answer);
		HttpAppChannel channel = one(app);
		for (int i = 0; i < CALLS; i++) {
			ByteBuf content = Buffers.of("body");
			LeavingCaller caller = new LeavingCaller();
			call(channel, Calls.request(Verb.POST, "items", new InvokeBody.Whole(content.retain()))).subscribe(caller);
			assertThat(this.answering.tryAcquire(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			// A little later each time.
			for (int spin = i % 100 * 50; spin > 0; spin--) {
				Thread.onSpinWait();
			}
			caller.cancel();
			caller.awaitEnd();
			assertThat(caller.failure()).isNull();
			Await.until("the body is given back", () -> content.refCnt() == 1);
			content.release();
			if (i % 100 == 0) {
				assertWorks(channel);
			}
		}
		assertWorks(channel);
		Await.until("only idle connections are left", () -> app.openConnections() <= 2);
	}

	/** Some operators cancel as soon as they have what they want. */
	@Test
	void whenTheCallIsCancelledOnceItsAnswerIsThereThenAllOfItIsRead() {
		HttpAppChannel channel = one(app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
			exchange.send("0\r\n\r\n");
		}));
		InvokeResponse response = Flux.from(call(channel, get("items"))).take(1).blockLast(LIMIT);
		assertThat(response).isNotNull();
		assertThat(response.body().bytes().map(Buffers::text).collectList().block(LIMIT)).containsExactly("ok");
	}

}
