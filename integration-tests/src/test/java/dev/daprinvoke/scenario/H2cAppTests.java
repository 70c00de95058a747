package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An app that speaks HTTP/2 without TLS and nothing else (contract, invocation.md 4 and
 * 1.8).
 */
class H2cAppTests {

	@TempDir
	private static Path folder;

	private static DisposableServer app;

	private static Sidecar sidecar;

	@BeforeAll
	static void start() {
		app = HttpServer.create()
			.protocol(HttpProtocol.H2C)
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> response.header("X-Seen", request.version() + " " + request.uri())
				.send(request.receive().retain()))
			.bindNow(Duration.ofSeconds(10));
		sidecar = Sidecar.of("modern", folder)
			.names(NameResolutionFile.in(folder))
			.appPort(app.port())
			.arguments("--app-protocol=H2C", "--enable-app-health-check", "--app-health-check-path=/up")
			.startReady()
			.await("/v1.0/invoke/modern/method/ready", 200);
	}

	@AfterAll
	static void stop() {
		sidecar.close();
		app.disposeNow();
	}

	@Test
	void whenTheAppIsCalledThenItSeesHttp2AndTheClientDoesNot() {
		String body = "x".repeat(300_000);
		RawResponse response = sidecar.http().send("POST", "/v1.0/invoke/modern/method/echo?a=b", body);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("X-Seen")).isEqualTo("HTTP/2.0 /echo?a=b");
		assertThat(response.header("X-Http2-Stream-Id")).isNull();
		assertThat(response.text()).isEqualTo(body);
	}

	@Test
	void whenUrlsAreCalledThenTheirServersHaveToSpeakItToo() {
		String server = "127.0.0.1:" + app.port();
		assertThat(sidecar.http().get("/v1.0/invoke/http://" + server + "/method/x").header("X-Seen"))
			.isEqualTo("HTTP/2.0 /x");
		RawResponse secure = sidecar.http().get("/v1.0/invoke/https://" + server + "/method/x");
		assertThat(secure.status()).isEqualTo(500);
		assertThat(secure.text())
			.isEqualTo(ErrorText.json("ERR_DIRECT_INVOKE", "failed to invoke, id: https://" + server + ", err: https://"
					+ server + " cannot be called while the own app speaks h2c (expected: an http URL)"));
	}

}
