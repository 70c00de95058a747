package dev.daprinvoke.scenario.client;

import java.net.URI;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriUtils;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.spring.client.http.InvokerRequestFactory;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.transport.sidecar.SidecarInvoker;
import dev.daprinvoke.transport.sidecar.SidecarSettings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a path variable holds reaches the app as one segment, whatever it is: no variable
 * leads to another method (contract, invocation.md 1.4).
 */
class PathVariableTests {

	@TempDir
	private static Path folder;

	private static FakeApp app;

	private static Sidecar sidecar;

	private static RestClient client;

	@BeforeAll
	static void start() {
		app = FakeApp.start((exchange) -> {
			String path = exchange.line().split(" ")[1];
			exchange.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + path.length() + "\r\n\r\n"
					+ path);
		});
		sidecar = Sidecar.of("paths", folder)
			.names(NameResolutionFile.in(folder))
			.appPort(app.port())
			.startReady()
			.await("/v1.0/invoke/paths/method/ready", 200);
		SidecarSettings settings = new SidecarSettings(URI.create("http://127.0.0.1:" + sidecar.httpPort()), null,
				SidecarSettings.CONNECT_TIMEOUT);
		client = RestClient.builder()
			.baseUrl("dapr://paths")
			.requestFactory(new InvokerRequestFactory(new SidecarInvoker(settings),
					(failure, verb, target, method, attempts) -> failure, null))
			.build();
	}

	@AfterAll
	static void stop() throws Exception {
		sidecar.close();
		app.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "a b", "a+b", "a/b", "../admin", "50%", "a%41", "%2F", "%252F", "a?b=c", "a#b",
			"caf\u00e9 \u20ac", "\"'<>\\^`{|}", "a;b=c,d", "tab\there", "..." })
	void whenAVariableIsOddThenTheAppGetsItAsItIs(String variable) {
		String path = client.get().uri("/items/{id}/end", variable).retrieve().body(String.class);
		assertThat(path).startsWith("/items/").endsWith("/end");
		String segment = path.substring("/items/".length(), path.length() - "/end".length());
		assertThat(segment).doesNotContain("/");
		assertThat(UriUtils.decode(segment, UTF_8)).isEqualTo(variable);
	}

}
