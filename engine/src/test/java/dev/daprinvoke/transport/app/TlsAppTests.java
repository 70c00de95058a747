package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.AppExchange;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps that speak HTTP/1.1 over TLS (contract section 4): TLS 1.2 or newer, certificates
 * are not looked at.
 */
class TlsAppTests extends HttpAppHarness {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private FakeApp tlsApp(String protocol, FakeApp.Behaviour behaviour) {
		FakeApp app = FakeApp.startTls(protocol, behaviour);
		closeLater(app);
		return app;
	}

	private static HttpAppSettings https(int port) {
		return HttpAppSettings.of("127.0.0.1", port).withDialect(HttpDialect.HTTPS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void whenTheAppSpeaksTlsThenItIsCalledWhoeverItSaysItIs(String protocol) {
		FakeApp app = tlsApp(protocol, (exchange) -> {
			exchange.body();
			exchange.send(OK);
		});
		HttpAppChannel channel = channel(https(app.port()));
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(answer(channel, Calls.post("hello")).body())).isEqualTo("ok");
			AppExchange seen = app.take();
			assertThat(seen.line()).isEqualTo("POST /items HTTP/1.1");
			assertThat(seen.header("host")).containsExactly("127.0.0.1:" + app.port());
			assertThat(seen.bodyRead()).isEqualTo("hello");
		}
		assertThat(app.connections()).isLessThanOrEqualTo(2);
	}

	@Test
	void whenBodiesStreamThenTheyStreamOverTlsToo() {
		FakeApp app = tlsApp("TLSv1.3", (exchange) -> {
			String body = exchange.body();
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
					+ "\r\n" + body + "\r\n0\r\n\r\n");
		});
		ManualBody body = new ManualBody();
		var answer = call(channel(https(app.port())), Calls.request(Verb.PUT, "items", body.streaming())).toFuture();
		body.awaitReader().next("hello ").next("world").complete();
		InvokeResponse response = answer.orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(Buffers.text(response.body())).isEqualTo("hello world");
	}

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1 400 Bad Request, http: server gave HTTP response to HTTPS client",
			"SSH-2.0-OpenSSH_9.2, tls: first record does not look like a TLS handshake" })
	void whenTheAppSpeaksNoTlsThenTheTextIsGos(String greeting, String reason) throws IOException {
		try (ServerSocket app = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			var failing = call(channel(https(app.getLocalPort())), Calls.get()).toFuture();
			try (Socket connection = app.accept()) {
				connection.getOutputStream().write((greeting + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
				assertThat(failing).failsWithin(LIMIT)
					.withThrowableThat()
					.havingCause()
					.withMessage("Get \"https://127.0.0.1:" + app.getLocalPort() + "/items\": " + reason);
			}
		}
	}

	@Test
	void whenTheAppIsDownThenTheUrlInTheTextSaysHttps() throws IOException {
		int port = deadPort();
		assertThat(failure(channel(https(port)), Calls.get())).hasMessage("Get \"https://127.0.0.1:" + port
				+ "/items\": dial tcp 127.0.0.1:" + port + ": connect: connection refused");
	}

	@Test
	void whenAnAppIsAwaitedThenItHasToShakeHands() {
		FakeApp secure = tlsApp("TLSv1.3", (exchange) -> {
		});
		new AppPort(https(secure.port()), TestLoops.APP).listening().block(LIMIT);
		FakeApp plain = app((exchange) -> {
		});
		new AppPort(HttpAppSettings.of("127.0.0.1", plain.port()), TestLoops.APP).listening().block(LIMIT);
		var waiting = new AppPort(https(plain.port()), TestLoops.APP).listening().toFuture();
		Await.until("several tries", () -> plain.connections() > 2);
		assertThat(waiting).isNotDone();
		waiting.cancel(true);
	}

	@Test
	void whenTheAppIsLateThenItIsAwaited() throws IOException {
		int port = deadPort();
		var waiting = new AppPort(HttpAppSettings.of("127.0.0.1", port), TestLoops.APP).listening().toFuture();
		assertThat(waiting).isNotDone();
		ServerSocket late = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
		closeLater(late);
		assertThat(waiting).succeedsWithin(LIMIT);
	}

}
