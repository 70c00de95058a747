package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.LeavingCaller;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole bodies of requests: however a call ends, it gives its body back once, and takes
 * nothing from others who hold it too.
 */
class Http1BodiesTests extends Http1Harness {

	private final ByteBuf content = Buffers.of("body");

	private InvokeRequest request() {
		return Calls.request(Verb.POST, "items", new InvokeBody.Whole(this.content.retain()));
	}

	/** Looks when whoever would give it back a second time has done so. */
	private void assertGivenBackOnce(HttpAppChannel channel) {
		Await.until("the body is given back", () -> this.content.refCnt() <= 1);
		channel.close().block(LIMIT);
		settle();
		assertThat(this.content.refCnt()).isOne();
		assertThat(Buffers.text(this.content)).isEqualTo("body");
	}

	@Test
	void whenTheCallIsAnsweredThenItsBodyIsGivenBackOnce() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app);
		assertThat(textOf(begin(channel, request()))).isEqualTo("ok");
		assertThat(app.take().bodyRead()).isEqualTo("body");
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheAnswerStreamsThenTheBodyIsGivenBackBeforeItsEnd() {
		HttpAppChannel channel = one(app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
			exchange.awaitClientClose();
		}));
		InvokeBody answer = answer(channel, request()).body();
		Await.until("the body is given back", () -> this.content.refCnt() == 1);
		answer.discard();
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheRequestCannotBeWrittenThenTheBodyIsGivenBackOnceAndTheConnectionServesOn() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		InvokeRequest whole = request();
		InvokeRequest blank = new InvokeRequest(whole.target(), whole.method(), whole.verb(), "a=b c",
				whole.contentType(), whole.typeUrl(), whole.headers(), whole.body());
		assertThat(failure(channel, blank)).isNotNull();
		assertWorks(channel);
		assertThat(app.connections()).isOne();
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheAppRefusesTheConnectionThenTheBodyIsGivenBackOnce() throws IOException {
		HttpAppChannel channel = one(deadPort(), HttpDialect.HTTP, HttpLimits.DEFAULTS);
		assertThat(failure(channel, request())).hasMessageEndingWith(": connect: connection refused");
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheAppClosesBeforeItAnswersThenTheBodyIsGivenBackOnce() {
		HttpAppChannel channel = one(app((exchange) -> {
			exchange.body();
			exchange.close();
		}));
		assertThat(failure(channel, request())).hasMessageEndingWith(": EOF");
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheAppAnswersGarbageThenTheBodyIsGivenBackOnce() {
		HttpAppChannel channel = one(answering("garbage\r\n\r\n"));
		assertThat(failure(channel, request())).hasMessageContaining("malformed");
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheCallerLeavesWhileItConnectsThenTheBodyIsGivenBackOnce() {
		HttpAppChannel channel = one(answering(OK));
		AtomicBoolean on = holdUp();
		LeavingCaller caller = new LeavingCaller();
		call(channel, request()).subscribe(caller);
		caller.cancel();
		assertThat(this.content.refCnt()).isOne();
		on.set(true);
		caller.awaitEnd();
		assertWorks(channel);
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheCallerLeavesWhileItWaitsForAConnectionThenTheBodyIsGivenBackOnce() {
		FakeApp app = app((exchange) -> exchange.awaitClientClose());
		HttpAppChannel channel = one(app, limits(1, 1, 10, LONG));
		LeavingCaller first = new LeavingCaller();
		call(channel, get("first")).subscribe(first);
		app.take();
		LeavingCaller second = new LeavingCaller();
		call(channel, request()).subscribe(second);
		second.cancel();
		assertThat(this.content.refCnt()).isOne();
		first.cancel();
		assertGivenBackOnce(channel);
		assertThat(app.connections()).isOne();
	}

	@Test
	void whenTheCallerLeavesWhileTheAppThinksThenTheBodyIsGivenBackOnce() {
		FakeApp app = app((exchange) -> {
			exchange.body();
			exchange.awaitClientClose();
		});
		HttpAppChannel channel = one(app);
		LeavingCaller caller = new LeavingCaller();
		call(channel, request()).subscribe(caller);
		app.take();
		caller.cancel();
		Await.until("the connection is closed", () -> app.openConnections() == 0);
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheDeclaredLengthIsAnotherThenTheBodyIsGivenBackOnceAndTheConnectionServesOn() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		InvokeRequest request = request();
		request.headers().add("Content-Length", "3");
		assertThat(failure(channel, request)).hasMessage("http: ContentLength=3 with Body length 4");
		assertWorks(channel);
		assertThat(app.connections()).isOne();
		assertGivenBackOnce(channel);
	}

	@Test
	void whenTheChannelIsClosedThenTheBodyOfTheNextCallIsGivenBackOnce() {
		HttpAppChannel channel = one(answering(OK));
		channel.close().block(LIMIT);
		assertThat(failure(channel, request())).hasMessageEndingWith(": the connections are closed");
		assertGivenBackOnce(channel);
	}

}
