package dev.daprinvoke.transport.app;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.AppExchange;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an app sees, and what comes of its answers (contract sections 1.4 to 1.6).
 */
class HttpAppChannelTests extends HttpAppHarness {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\nX-App: yes\r\n\r\nok";

	@Test
	void whenTheAppAnswersThenStatusHeadersAndBodyComeBack() {
		HttpAppChannel channel = channel(answering(OK));
		InvokeResponse response = answer(channel, Calls.get());
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.contentType()).isEqualTo("text/plain");
		assertThat(response.headers()).hasToString("[Content-Type: text/plain, X-App: yes]");
		assertThat(response.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(Buffers.text(response.body())).isEqualTo("ok");
	}

	@Test
	void whenCallsFollowEachOtherThenTheyShareAConnection() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 5; i++) {
			answer(channel, Calls.post("body")).body().discard();
		}
		// A call may begin before the connection of the one before is back.
		assertThat(app.connections()).isLessThanOrEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "GET", "HEAD", "DELETE", "OPTIONS" })
	void whenTheVerbUsuallyLacksABodyAndThereIsNoneThenNoBodyIsAnnounced(Verb verb) {
		FakeApp app = answering("HTTP/1.1 204 No Content\r\n\r\n");
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 2; i++) {
			answer(channel, Calls.request(verb, "items", InvokeBody.EMPTY)).body().discard();
			AppExchange seen = app.take();
			assertThat(seen.line()).isEqualTo(verb + " /items HTTP/1.1");
			assertThat(seen.head().toLowerCase(java.util.Locale.ROOT)).doesNotContain("content-length")
				.doesNotContain("transfer-encoding");
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "CONNECT", "HEAD" })
	void whenThereIsABodyInMemoryThenItsLengthIsTold(Verb verb) {
		FakeApp app = answering(OK);
		answer(channel(app), Calls.request(verb, "items", Buffers.whole("hello"))).body().discard();
		AppExchange seen = app.take();
		assertThat(seen.bodyRead()).isEqualTo("hello");
		assertThat(seen.head()).containsIgnoringCase("content-length: 5");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "CONNECT", "HEAD" })
	void whenABodyOfUnknownLengthStreamsThenItGoesInChunksAtItsOwnPace(Verb verb) {
		FakeApp app = answering(OK);
		ManualBody body = new ManualBody();
		var answer = call(channel(app), Calls.request(verb, "items", body.streaming())).toFuture();
		// Each part is sent when it comes: nothing is collected.
		AppExchange seen = app.take();
		assertThat(seen.head()).containsIgnoringCase("transfer-encoding: chunked")
			.doesNotContainIgnoringCase("content-length");
		body.awaitReader().next("hello ").next("world").complete();
		answer.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join().body().discard();
		assertThat(seen.bodyRead()).isEqualTo("hello world");
	}

	@Test
	void whenABodyOfDeclaredLengthStreamsThenItGoesWithThatLength() {
		FakeApp app = answering(OK);
		ManualBody body = new ManualBody();
		InvokeRequest request = Calls.request(Verb.POST, "items", body.streaming());
		request.headers().add("content-length", "+5");
		var answer = call(channel(app), request).toFuture();
		AppExchange seen = app.take();
		assertThat(seen.header("content-length")).containsExactly("5");
		assertThat(seen.head()).doesNotContainIgnoringCase("transfer-encoding");
		body.awaitReader().next("hello").complete();
		answer.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join().body().discard();
		assertThat(seen.bodyRead()).isEqualTo("hello");
	}

	@Test
	void whenTheDeclaredLengthIsNegativeThenTheBodyGoesInChunks() {
		FakeApp app = answering(OK);
		InvokeRequest request = Calls.request(Verb.POST, "items",
				new InvokeBody.Streaming(Buffers.whole("hello").bytes()));
		request.headers().add("Content-Length", "-1");
		answer(channel(app), request).body().discard();
		AppExchange seen = app.take();
		assertThat(seen.head()).containsIgnoringCase("transfer-encoding: chunked").doesNotContain("-1");
		assertThat(seen.bodyRead()).isEqualTo("hello");
	}

	@Test
	void whenThereIsNoHostHeaderOfTheClientThenTheAppSeesItsOwnAddress() {
		FakeApp app = answering(OK);
		InvokeRequest request = Calls.get();
		request.headers().add("Host", "elsewhere");
		answer(channel(app), request).body().discard();
		assertThat(app.take().header("host")).containsExactly("127.0.0.1:" + app.port());
	}

	@Test
	void whenThereIsAQueryThenTheAppSeesItVerbatim() {
		FakeApp app = answering(OK);
		InvokeRequest get = Calls.get();
		InvokeRequest request = new InvokeRequest(get.target(), get.method(), Verb.GET, "a=%zz&b=[|]{}\"é", null, "",
				get.headers(), InvokeBody.EMPTY);
		answer(channel(app), request).body().discard();
		assertThat(app.take().line()).isEqualTo("GET /items?a=%zz&b=[|]{}\"\u00c3\u00a9 HTTP/1.1");
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 302, 404, 418, 500, 599 })
	void whenTheAppAnswersAnyStatusThenItIsAnAnswer(int status) {
		HttpAppChannel channel = channel(
				answering("HTTP/1.1 " + status + " Reason\r\nLocation: http://x/\r\nContent-Length: 2\r\n\r\nno"));
		InvokeResponse response = answer(channel, Calls.get());
		assertThat(response.status()).isEqualTo(status);
		assertThat(Buffers.text(response.body())).isEqualTo("no");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 204 No Content\r\n\r\n",
			"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" })
	void whenTheAnswerHasNoBodyThenTheBodyIsEmptyAndTheConnectionServesAgain(String answer) {
		FakeApp app = answering(answer);
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEmpty();
		}
		assertThat(app.connections()).isLessThanOrEqualTo(2);
	}

	@Test
	void whenAHeadIsAnsweredWithALengthThenNoBodyIsAwaited() {
		HttpAppChannel channel = channel(answering("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"));
		InvokeResponse response = answer(channel, Calls.request(Verb.HEAD, "items", InvokeBody.EMPTY));
		assertThat(Buffers.text(response.body())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, 200", "HEAD, 404", "GET, 204", "POST, 304" })
	void whenAnAnswerCanHaveNoBodyThenItIsThereAsAWhole(Verb verb, int status) {
		HttpAppChannel channel = channel(answering("HTTP/1.1 " + status + " X\r\n"
				+ ((verb == Verb.HEAD) ? "Content-Length: 70000\r\n" : "") + "X-One: 1\r\n\r\n"));
		for (int i = 0; i < 3; i++) {
			InvokeResponse response = answer(channel, Calls.request(verb, "items", InvokeBody.EMPTY));
			assertThat(response.headers().first("X-One")).isEqualTo("1");
			assertThat(response.body()).isInstanceOf(InvokeBody.Whole.class);
		}
	}

	@Test
	void whenTheAnswerHasNoLengthThenItsBodyStreamsUntilTheAppCloses() {
		HttpAppChannel channel = channel(app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\n\r\nall of it");
			exchange.close();
		}));
		InvokeResponse response = answer(channel, Calls.get());
		assertThat(response.body()).isInstanceOf(InvokeBody.Streaming.class);
		assertThat(Buffers.text(response.body())).isEqualTo("all of it");
	}

	@Test
	void whenTheAnswerStreamsThenItsPartsComeAsTheAppSendsThem() {
		HttpAppChannel channel = channel(answering(
				"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\nX-T: 1\r\n\r\n"));
		InvokeResponse response = answer(channel, Calls.get());
		assertThat(Buffers.text(response.body())).isEqualTo("hello world");
		assertThat(response.headers().contains("X-T")).isFalse();
	}

	/** Contract section 1.5: flushed after each read. */
	@ParameterizedTest
	@ValueSource(strings = { "", "hel" })
	void whenASmallAnswerComesInPartsThenWhatIsThereGoesOnAtOnce(String first) {
		CountDownLatch answered = new CountDownLatch(1);
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + first);
			Await.until("the head came", () -> answered.getCount() == 0);
			exchange.send("hello".substring(first.length()));
		});
		HttpAppChannel channel = channel(app);
		InvokeResponse response = answer(channel, Calls.get());
		assertThat(response.body()).isInstanceOf(InvokeBody.Streaming.class);
		answered.countDown();
		assertThat(Buffers.text(response.body())).isEqualTo("hello");
		answer(channel, Calls.get()).body().discard();
	}

	@Test
	void whenTheAppAnswersBeforeItReadTheBodyThenTheAnswerComesAtOnce() {
		FakeApp app = app((exchange) -> exchange
			.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig"));
		ManualBody body = new ManualBody();
		InvokeResponse response = answer(channel(app), Calls.request(Verb.POST, "items", body.streaming()));
		assertThat(response.status()).isEqualTo(413);
		assertThat(Buffers.text(response.body())).isEqualTo("big");
	}

	@Test
	void whenSeveralValuesComeThenAllReachTheAppInOrder() {
		FakeApp app = answering(OK);
		InvokeRequest request = Calls.get();
		request.headers().add("X-Multi", "1").add("X-Multi", "2");
		answer(channel(app), request).body().discard();
		assertThat(app.take().header("X-Multi")).isEqualTo(List.of("1", "2"));
	}

	@Test
	void whenTheAppClosedAnIdleConnectionThenTheNextCallHasANewOne() {
		FakeApp app = app((exchange) -> {
			exchange.send(OK);
			exchange.finish();
			exchange.awaitClientClose();
		});
		HttpAppChannel channel = channel(app);
		for (int i = 1; i <= 5; i++) {
			assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("ok");
			Await.until("the client has closed the stale connection", () -> app.openConnections() == 0);
		}
		assertThat(app.connections()).isEqualTo(5);
	}

}
