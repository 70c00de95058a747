package dev.daprinvoke.transport.app;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of requests that stream: one that does not come to its end leaves a connection
 * behind that is not used again.
 */
class Http1RequestStreamTests extends Http1Harness {

	private final ManualBody body = new ManualBody();

	private InvokeRequest request() {
		return Calls.request(Verb.POST, "items", this.body.streaming());
	}

	/** An app that answers when it has read all. */
	private FakeApp reading() {
		return answering(OK);
	}

	private static void assertNextIsOnAnother(FakeApp app, HttpAppChannel channel) {
		Await.until("the connection is closed", () -> app.openConnections() == 0);
		assertWorks(channel);
		assertThat(app.connections()).isEqualTo(2);
	}

	@Test
	void whenTheBodyComesToItsEndThenTheConnectionServesAgain() {
		FakeApp app = reading();
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		var call = begin(channel, request());
		this.body.awaitReader().next("hello ").next("world").complete();
		assertThat(textOf(call)).isEqualTo("ok");
		assertWorks(channel);
		assertThat(app.connections()).isOne();
		app.take();
		assertThat(app.take().bodyRead()).isEqualTo("hello world");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "some" })
	void whenTheSourceFailsThenTheCallFailsAndTheConnectionIsNotUsedAgain(String before) {
		FakeApp app = reading();
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		var call = begin(channel, request());
		this.body.awaitReader();
		if (!before.isEmpty()) {
			this.body.next(before);
		}
		this.body.fail(new IllegalStateException("no more"));
		assertThat(failureOf(call)).hasMessage("Post \"http://127.0.0.1:" + app.port() + "/items\": no more");
		assertNextIsOnAnother(app, channel);
	}

	/** A body with a hole is no body. */
	@Test
	void whenAPartCannotBeWrittenThenTheCallFailsAndTheConnectionIsNotUsedAgain() {
		FakeApp app = reading();
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		ByteBuf gone = Buffers.of("gone");
		gone.release();
		InvokeBody body = new InvokeBody.Streaming(Flux.just(Buffers.of("a"), gone, Buffers.of("b")));
		assertThat(failureOf(begin(channel, Calls.request(Verb.POST, "items", body)))).isNotNull();
		assertNextIsOnAnother(app, channel);
	}

	@ParameterizedTest
	@CsvSource({ "10, 4", "3, 4", "0, 4" })
	void whenTheBodyHasAnotherLengthThanDeclaredThenTheConnectionIsNotUsedAgain(int declared, int sent) {
		FakeApp app = app((exchange) -> {
			if (exchange.line().startsWith("GET")) {
				exchange.send(OK);
				return;
			}
			exchange.awaitClientClose();
		});
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		InvokeRequest request = request();
		request.headers().add("Content-Length", String.valueOf(declared));
		var call = begin(channel, request);
		this.body.awaitReader().next("x".repeat(sent));
		if (sent < declared) {
			this.body.complete();
		}
		assertThat(failureOf(call)).hasMessage("http: ContentLength=" + declared + " with Body length " + sent);
		assertNextIsOnAnother(app, channel);
		assertThat(this.body.isCancelled()).isEqualTo(sent > declared);
	}

	@Test
	void whenTheCallerLeavesThenTheSourceIsCancelled() {
		FakeApp app = reading();
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		LeavingCaller caller = new LeavingCaller();
		call(channel, request()).subscribe(caller);
		this.body.awaitReader().next("some");
		caller.cancel();
		Await.until("the source is cancelled", this.body::isCancelled);
		// Comes all the same, as it was on its way.
		this.body.next("late");
		assertNextIsOnAnother(app, channel);
	}

	@Test
	void whenTheCallerLeavesWhileItWaitsForAConnectionThenTheSourceIsCancelled() {
		FakeApp app = app((exchange) -> exchange.awaitClientClose());
		HttpAppChannel channel = one(app, limits(1, 1, 10, LONG));
		LeavingCaller first = new LeavingCaller();
		call(channel, get("first")).subscribe(first);
		LeavingCaller second = new LeavingCaller();
		call(channel, request()).subscribe(second);
		second.cancel();
		assertThat(this.body.isCancelled()).isTrue();
		first.cancel();
		first.awaitEnd();
	}

	@Test
	void whenTheAppCannotBeReachedThenTheSourceIsCancelled() throws IOException {
		HttpAppChannel channel = one(deadPort(), HttpDialect.HTTP, HttpLimits.DEFAULTS);
		assertThat(failure(channel, request())).hasMessageEndingWith("connection refused");
		Await.until("the source is cancelled", this.body::isCancelled);
	}

	/** Also where the app would go on with the connection. */
	@ParameterizedTest
	@ValueSource(strings = { OK, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" })
	void whenTheAppAnswersBeforeAllIsSentThenTheAnswerComesAndTheConnectionIsNotUsedAgain(String answer) {
		FakeApp app = app((exchange) -> {
			exchange.send(exchange.line().startsWith("GET") ? OK : answer);
			if (exchange.line().startsWith("POST")) {
				exchange.awaitClientClose();
			}
		});
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		var call = begin(channel, request());
		this.body.awaitReader().next("some");
		assertThat(textOf(call)).isEqualTo("ok");
		Await.until("the source is cancelled", this.body::isCancelled);
		assertNextIsOnAnother(app, channel);
	}

	@Test
	void whenTheSourceFailsAfterTheAppHasBegunToAnswerThenTheReaderIsTold() {
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
			exchange.awaitClientClose();
		});
		HttpAppChannel channel = one(app);
		var parts = answer(channel, request()).body().bytes().map(Buffers::text).materialize();
		var told = parts.collectList().toFuture();
		this.body.awaitReader().fail(new IllegalStateException("no more"));
		assertThat(told).succeedsWithin(LIMIT)
			.satisfies((signals) -> assertThat(signals.get(signals.size() - 1).getThrowable()).hasMessage("no more"));
		Await.until("the connection is closed", () -> app.openConnections() == 0);
	}

	@Test
	void whenTheAppClosesThenTheSourceIsCancelled() {
		HttpAppChannel channel = one(app((exchange) -> exchange.close()));
		var call = begin(channel, request());
		assertThat(failureOf(call)).hasMessageContaining("/items\": ");
		Await.until("the source is cancelled", this.body::isCancelled);
	}

}
