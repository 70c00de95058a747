package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps that are down, misbehave or stall, callers that go away: the texts of contract
 * section 1.7, nothing lost, and the next call works.
 */
class HttpAppTroubleTests extends HttpAppHarness {

	@Test
	void whenTheAppIsDownThenTheConnectionIsRefusedAndTheBodyGivenBack() throws IOException {
		int port = deadPort();
		HttpAppChannel channel = channel(port);
		ByteBuf content = Buffers.of("body");
		InvokeRequest request = Calls.request(Verb.POST, "items", new InvokeBody.Whole(content));
		assertThat(failure(channel, request)).isInstanceOf(AppCallException.class)
			.hasMessage("Post \"http://127.0.0.1:" + port + "/items\": dial tcp 127.0.0.1:" + port
					+ ": connect: connection refused");
		Await.until("the body is released", () -> content.refCnt() == 0);
		ManualBody body = new ManualBody();
		failure(channel, Calls.request(Verb.POST, "items", body.streaming()));
		Await.until("the body is given back", body::isCancelled);
	}

	@Test
	void whenTheAppClosesWithoutAnswerThenItIsAnEndOfFile() {
		FakeApp app = app((exchange) -> exchange.close());
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get())).hasMessage("Get \"http://127.0.0.1:" + app.port() + "/items\": EOF");
	}

	@Test
	void whenTheAppResetsThenTheTextNamesBothEnds() {
		FakeApp app = app((exchange) -> exchange.reset());
		assertThat(failure(channel(app), Calls.get())).message()
			.matches("Get \"http://127\\.0\\.0\\.1:" + app.port() + "/items\": "
					+ "(read tcp 127\\.0\\.0\\.1:\\d+->127\\.0\\.0\\.1:" + app.port()
					+ ": read: connection reset by peer|EOF)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
			"\r\n\r\n\u0000\u0001\u0002\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
			"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", "SSH-2.0-OpenSSH_9.2\r\n\r\n" })
	void whenTheAppAnswersGarbageThenTheCallFailsAndTheNextWorks(String garbage) {
		boolean[] sane = new boolean[1];
		FakeApp app = app((exchange) -> {
			if (sane[0]) {
				exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
				return;
			}
			exchange.send(garbage);
			exchange.close();
		});
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get())).isInstanceOf(AppCallException.class)
			.hasMessageStartingWith("Get \"http://127.0.0.1:" + app.port() + "/items\": ");
		sane[0] = true;
		assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("ok");
	}

	@Test
	void whenTheHeadersOfTheAnswerAreHugeThenTheCallFails() {
		FakeApp app = answering("HTTP/1.1 200 OK\r\nX-Big: " + "x".repeat(5000) + "\r\nContent-Length: 0\r\n\r\n");
		assertThat(failure(channel(app), Calls.get())).isInstanceOf(AppCallException.class);
		FakeApp fits = answering("HTTP/1.1 200 OK\r\nX-Big: " + "x".repeat(4000) + "\r\nContent-Length: 0\r\n\r\n");
		InvokeResponse response = answer(channel(fits), Calls.get());
		assertThat(response.headers().first("X-Big")).hasSize(4000);
		response.body().discard();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 10\r\n\r\nhello", "Content-Length: 100000\r\n\r\nhello",
			"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n" })
	void whenTheAppBreaksOffABodyThenItsStatusStandsAndItsReaderIsTold(String answer) {
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 404 Not Found\r\n" + answer);
			exchange.close();
		});
		InvokeResponse response = answer(channel(app), Calls.get());
		assertThat(response.status()).isEqualTo(404);
		StepVerifier.create(response.body().bytes().map(Buffers::text))
			.thenConsumeWhile("hello"::contains)
			.expectErrorMessage("unexpected EOF")
			.verify(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "H", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Len",
			"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" })
	void whenTheAppBreaksOffTheHeadThenTheTextIsGos(String part) {
		FakeApp app = app((exchange) -> {
			exchange.send(part);
			exchange.close();
		});
		assertThat(failure(channel(app), Calls.get())).hasMessage("Get \"http://127.0.0.1:" + app.port()
				+ "/items\": net/http: HTTP/1.x transport connection broken: unexpected EOF");
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "5x", "99999999999999999999", "" })
	void whenTheDeclaredLengthIsNoNumberThenTheBodyIsGivenBack(String length) {
		FakeApp app = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
		HttpAppChannel channel = channel(app);
		ManualBody body = new ManualBody();
		InvokeRequest request = Calls.request(Verb.POST, "items", body.streaming());
		request.headers().add("Content-Length", length);
		assertThat(failure(channel, request))
			.hasMessage("strconv.ParseInt: parsing \"" + length + "\": invalid syntax");
		Await.until("the body is given back", body::isCancelled);
		answer(channel, Calls.get()).body().discard();
	}

	@Test
	void whenTheBodyHasAnotherLengthThanDeclaredThenTheCallFailsHoweverItCame() {
		FakeApp app = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
		HttpAppChannel channel = channel(app);
		for (InvokeBody body : new InvokeBody[] { Buffers.whole("hello"),
				new InvokeBody.Streaming(Buffers.whole("hello").bytes()) }) {
			InvokeRequest request = Calls.request(Verb.POST, "items", body);
			request.headers().add("Content-Length", "3");
			assertThat(failure(channel, request)).hasMessage("http: ContentLength=3 with Body length 5");
		}
	}

	@Test
	void whenTheBodyIsTooLargeThenTheTextNamesTheConnection() {
		FakeApp app = app((exchange) -> exchange.body());
		ManualBody body = new ManualBody();
		var answer = call(channel(app), Calls.request(Verb.POST, "items", body.streaming())).toFuture();
		app.take();
		body.awaitReader().next("some").fail(new BodyTooLargeException());
		assertThat(answer).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.withMessageMatching(
					"Post \"http://127\\.0\\.0\\.1:" + app.port() + "/items\": readfrom tcp 127\\.0\\.0\\.1:\\d+"
							+ "->127\\.0\\.0\\.1:" + app.port() + ": stream too large");
	}

	@ParameterizedTest
	@EnumSource(names = { "NONE", "CONNECT" })
	void whenTheVerbIsNoneOfHttpThenTheAppIsNotCalled(Verb verb) {
		FakeApp app = answering("");
		ByteBuf content = Buffers.of("body");
		InvokeRequest request = Calls.request(verb, "items", new InvokeBody.Whole(content));
		assertThat(failure(channel(app), request))
			.hasMessage("rpc error: code = InvalidArgument desc = invalid HTTP verb");
		assertThat(content.refCnt()).isZero();
		assertThat(app.connections()).isZero();
	}

	@Test
	void whenThereIsNoVerbThenTheAppIsNotCalled() {
		ManualBody body = new ManualBody();
		assertThat(failure(channel(answering("")), Calls.request(null, "items", body.streaming())))
			.hasMessage("rpc error: code = InvalidArgument desc = missing HTTP extension field");
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheMethodHasABadEscapeThenTheAppIsNotCalled() {
		FakeApp app = answering("");
		ManualBody body = new ManualBody();
		assertThat(failure(channel(app), Calls.request(Verb.POST, "test%stream", body.streaming())))
			.hasMessage("parse \"http://127.0.0.1:" + app.port() + "/test%stream\": invalid URL escape \"%st\"");
		assertThat(body.isCancelled()).isTrue();
		assertThat(app.connections()).isZero();
	}

	@Test
	void whenAnotherSidecarSmugglesAHeaderThenTheCallFailsAndTheBodyIsGivenBack() {
		FakeApp app = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
		HttpAppChannel channel = channel(app);
		ManualBody body = new ManualBody();
		InvokeRequest request = Calls.request(Verb.POST, "items", body.streaming());
		request.headers().add("X-One", "a\r\nX-Evil: 1");
		assertThat(failure(channel, request)).isInstanceOf(AppCallException.class);
		Await.until("the body is given back", body::isCancelled);
		answer(channel, Calls.get()).body().discard();
		assertThat(app.take().head()).doesNotContain("Evil");
	}

	@Test
	void whenTheCallerGoesAwayWhileTheAppStallsThenTheConnectionIsClosedAndTheBodyReleased() {
		FakeApp app = app((exchange) -> exchange.awaitClientClose());
		ByteBuf content = Buffers.of("body");
		Disposable call = call(channel(app), Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)))
			.subscribe();
		app.take();
		call.dispose();
		Await.until("the connection is closed", () -> app.openConnections() == 0);
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	@Test
	void whenTheCallerGoesAwayWhileItsBodyStreamsThenTheBodyIsCancelled() {
		FakeApp app = app((exchange) -> exchange.awaitClientClose());
		ManualBody body = new ManualBody();
		Disposable call = call(channel(app), Calls.request(Verb.POST, "items", body.streaming())).subscribe();
		app.take();
		body.awaitReader().next("some");
		call.dispose();
		Await.until("the body is cancelled", body::isCancelled);
		Await.until("the connection is closed", () -> app.openConnections() == 0);
	}

	@Test
	void whenTheReaderOfAStreamGoesAwayThenTheConnectionIsClosed() {
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			exchange.awaitClientClose();
		});
		answer(channel(app), Calls.get()).body().discard();
		Await.until("the connection is closed", () -> app.openConnections() == 0);
	}

	@Test
	void whenTheCallerGoesAwayAtAnyMomentThenNothingIsLost() {
		FakeApp app = answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
		HttpAppChannel channel = channel(app);
		Random random = new Random(5);
		for (int round = 0; round < 400; round++) {
			ByteBuf content = Buffers.of("body");
			LeavingCaller caller = new LeavingCaller();
			call(channel, Calls.request(Verb.POST, "items", new InvokeBody.Whole(content))).subscribe(caller);
			LockSupport.parkNanos(random.nextInt(400_000));
			caller.cancel();
			caller.awaitEnd();
			Await.until("the body is released", () -> content.refCnt() == 0);
		}
		assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("hello");
	}

	@Test
	void whenTheAppReadsSlowlyThenNoMoreIsAskedOfTheBodyThanTheSocketTakes() {
		FakeApp app = app((exchange) -> exchange.awaitClientClose());
		ManualBody body = new ManualBody();
		Disposable call = call(channel(app), Calls.request(Verb.POST, "items", body.streaming())).subscribe();
		Await.until("the body is asked for", () -> body.requested() > 0);
		assertThat(body.requested()).isLessThan(1000);
		call.dispose();
		Await.until("the body is cancelled", body::isCancelled);
	}

}
