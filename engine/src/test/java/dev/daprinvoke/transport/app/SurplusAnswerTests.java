package dev.daprinvoke.transport.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps that send more than their answer: the bytes behind it are never the beginning of
 * somebody else's answer, and the answer itself is unharmed (RFC 9112 section 9.2).
 */
class SurplusAnswerTests extends HttpAppHarness {

	/** Would swallow the first line of the true answer that follows it. */
	private static final String FORGED = "HTTP/1.1 200 OK\r\nSet-Cookie: evil=1\r\nX-Swallow: ";

	private static final String DENIED = "HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\ndenied";

	private FakeApp forging(HttpDialect dialect, FakeApp.Behaviour forgery) {
		FakeApp.Behaviour behaviour = (exchange) -> {
			if (exchange.line().contains("/forge")) {
				forgery.on(exchange);
				return;
			}
			exchange.send(DENIED);
		};
		if (dialect == HttpDialect.HTTP) {
			return app(behaviour);
		}
		FakeApp app = FakeApp.startTls("TLSv1.3", behaviour);
		closeLater(app);
		return app;
	}

	private static InvokeResponse forge(HttpAppChannel channel, Verb verb) {
		return answer(channel, Calls.request(verb, "forge", InvokeBody.EMPTY));
	}

	private static void assertDenied(HttpAppChannel channel) {
		InvokeResponse response = answer(channel, Calls.get());
		assertThat(response.status()).isEqualTo(403);
		assertThat(response.headers().contains("Set-Cookie")).isFalse();
		assertThat(Buffers.text(response.body())).isEqualTo("denied");
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, 200, Content-Length: 100, ''", "GET, 200, Content-Length: 2, hi",
			"GET, 200, Content-Length: 0, ''", "GET, 204, X-One: 1, ''", "GET, 304, Content-Length: 100, ''",
			"GET, 200, Transfer-Encoding: chunked, '2;hi;0;;'" })
	void whenBytesComeWithTheAnswerThatDoNotBelongToItThenTheyAreNoAnswer(Verb verb, int status, String framing,
			String body) {
		String answer = "HTTP/1.1 " + status + " X\r\n" + framing + "\r\n\r\n" + body.replace(";", "\r\n");
		FakeApp app = forging(HttpDialect.HTTP, (exchange) -> exchange.send(answer + FORGED));
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 3; i++) {
			InvokeResponse response = forge(channel, verb);
			assertThat(response.status()).isEqualTo(status);
			assertThat(Buffers.text(response.body())).isEqualTo(body.isEmpty() ? "" : "hi");
			assertDenied(channel);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP", "HTTPS" })
	void whenBytesComeOnAnIdleConnectionThenItIsClosed(HttpDialect dialect) {
		CountDownLatch answered = new CountDownLatch(1);
		FakeApp app = forging(dialect, (exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
			await(answered);
			exchange.send(FORGED);
		});
		HttpAppChannel channel = channel(HttpAppSettings.of("127.0.0.1", app.port()).withDialect(dialect));
		assertThat(Buffers.text(forge(channel, Verb.GET).body())).isEqualTo("hi");
		answered.countDown();
		Await.until("the connection is closed", () -> app.openConnections() == 0);
		assertDenied(channel);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void whenAnAppThatSpeaksTlsSendsMoreThanItsAnswerThenThatIsNoAnswer(String protocol) {
		FakeApp app = FakeApp.startTls(protocol, (exchange) -> exchange.send(exchange.line().contains("/forge")
				? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi" + FORGED : DENIED));
		closeLater(app);
		HttpAppChannel channel = channel(HttpAppSettings.of("127.0.0.1", app.port()).withDialect(HttpDialect.HTTPS));
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(forge(channel, Verb.GET).body())).isEqualTo("hi");
			assertDenied(channel);
		}
	}

	@Test
	void whenALargeAnswerHasMoreBehindItThenItsReaderGetsAllOfIt() {
		String large = "x".repeat(1_000_000);
		FakeApp app = forging(HttpDialect.HTTP, (exchange) -> exchange
			.send("HTTP/1.1 200 OK\r\nContent-Length: " + large.length() + "\r\n\r\n" + large + FORGED));
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(forge(channel, Verb.GET).body())).isEqualTo(large);
			assertDenied(channel);
		}
	}

	@Test
	void whenAnswersAreAsLongAsTheySayThenTheirConnectionServesAgain() {
		FakeApp app = forging(HttpDialect.HTTP, (exchange) -> exchange
			.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 5; i++) {
			assertThat(Buffers.text(forge(channel, Verb.GET).body())).isEqualTo("hi");
			assertDenied(channel);
		}
		// A call may begin before the connection of the one before is back.
		assertThat(app.connections()).isLessThanOrEqualTo(2);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
