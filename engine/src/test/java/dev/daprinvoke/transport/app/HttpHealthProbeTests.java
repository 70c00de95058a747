package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import dev.daprinvoke.testkit.AppExchange;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Contract section 4: GET on the health path.
 */
class HttpHealthProbeTests extends HttpAppHarness {

	private HttpHealthProbe probe(int port, String path) {
		HttpHealthProbe probe = new HttpHealthProbe(HttpAppSettings.of("127.0.0.1", port), path, TestLoops.APP);
		closeLater(() -> probe.close().block(LIMIT));
		return probe;
	}

	@ParameterizedTest
	@CsvSource({ "200, 200", "204, 204", "299, 299", "199, 500", "301, 301", "404, 404", "500, 500" })
	void whenTheAppAnswersThenItsFinalStatusIsTold(int status, int told) {
		FakeApp app = answering("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n"
				+ ((status < 200) ? "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n" : ""));
		assertThat(probe(app.port(), "/healthz").ask().block(LIMIT)).isEqualTo(told);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/up?deep=1", "up?deep=1" })
	void whenTheAppIsAskedThenItGetsNothingButTheQuestion(String path) {
		FakeApp app = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
		probe(app.port(), path).ask().block(LIMIT);
		AppExchange seen = app.take();
		assertThat(seen.head().toLowerCase(Locale.ROOT).lines()).containsExactlyInAnyOrder("get /up?deep=1 http/1.1",
				"host: 127.0.0.1:" + app.port(), "user-agent: go-http-client/1.1", "");
	}

	@Test
	void whenTheAppIsDownOrClosesThenTheProbeFails() throws IOException {
		assertThat(catchThrowable(() -> probe(deadPort(), "/").ask().block(LIMIT))).isNotNull();
		FakeApp app = app((exchange) -> exchange.close());
		assertThat(catchThrowable(() -> probe(app.port(), "/").ask().block(LIMIT))).isNotNull();
	}

	@Test
	void whenAnEndlessAnswerComesThenItsHeadIsEnough() {
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
			exchange.awaitClientClose();
		});
		assertThat(probe(app.port(), "/").ask().block(LIMIT)).isEqualTo(200);
		Await.until("the connection is closed", () -> app.openConnections() == 0);
	}

	@Test
	void whenAProbeIsGivenUpThenItsConnectionIsClosedAndTheNextWorks() {
		boolean[] stalling = { true };
		FakeApp app = app((exchange) -> {
			if (stalling[0]) {
				exchange.awaitClientClose();
			}
			else {
				exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
			}
		});
		HttpHealthProbe probe = probe(app.port(), "/");
		for (int i = 0; i < 3; i++) {
			Disposable asking = probe.ask().subscribe();
			app.take();
			asking.dispose();
			Await.until("the connection is closed", () -> app.openConnections() == 0);
		}
		stalling[0] = false;
		assertThat(probe.ask().block(LIMIT)).isEqualTo(200);
	}

}
