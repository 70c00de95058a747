package dev.daprinvoke.scenario.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.transport.sidecar.SidecarInvoker;
import dev.daprinvoke.transport.sidecar.SidecarSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Whose an error is, as a sidecar sends its own and those of an app that says the same.
 */
class ErrorOriginTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@TempDir
	private static Path folder;

	private static FakeApp app;

	private static Sidecar sidecar;

	private static SidecarInvoker invoker;

	@BeforeAll
	static void start() {
		app = FakeApp.start((exchange) -> {
			exchange.body();
			String path = exchange.line().split(" ")[1].substring(1);
			int length = path.matches("[0-9]+") ? Integer.parseInt(path) : 200;
			exchange.send("HTTP/1.1 " + (path.equals("ready") ? 200 : 500)
					+ " So\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n");
			if (!exchange.line().startsWith("HEAD")) {
				exchange.send(json(length));
			}
		});
		sidecar = Sidecar.of("errors", folder)
			.names(NameResolutionFile.in(folder))
			.appPort(app.port())
			.startReady()
			.await("/v1.0/invoke/errors/method/ready", 200);
		invoker = new SidecarInvoker(new SidecarSettings(URI.create("http://127.0.0.1:" + sidecar.httpPort()), null,
				SidecarSettings.CONNECT_TIMEOUT));
	}

	@AfterAll
	static void stop() throws Exception {
		sidecar.close();
		app.close();
	}

	private static String json(int length) {
		String start = "{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"failed to invoke, id: errors, err: ";
		return start + "x".repeat(length - start.length() - 2) + "\"}";
	}

	private static InvokeRequest request(Verb verb, String target, String method, InvokeBody body) {
		return new InvokeRequest(InvokeTarget.parse(target, Namespace.DEFAULT), MethodPath.of(method), verb, "", null,
				"", new InvokeHeaders(), body);
	}

	private static SidecarException failure(InvokeRequest request) {
		SidecarException failure = catchThrowableOfType(SidecarException.class,
				() -> invoker.invoke(request).block(LIMIT));
		assertThat(failure).isNotNull();
		return failure;
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 1500 })
	void whenTheSidecarFailsThenItIsKnownHoweverLongItsText(int length) {
		String id = "n".repeat(length);
		SidecarException failure = failure(request(Verb.GET, id, "x", InvokeBody.EMPTY));
		assertThat(failure.stage()).isEqualTo(FailureStage.RESOLVER);
		assertThat(failure.getMessage()).contains(id);
	}

	@Test
	void whenTheSidecarFailsToHeadThenItIsKnown() {
		SidecarException failure = failure(request(Verb.HEAD, "nobody", "x", InvokeBody.EMPTY));
		assertThat(failure.stage()).isEqualTo(FailureStage.CALLEE_SIDECAR);
		assertThat(failure.status()).isEqualTo(500);
	}

	@Test
	void whenTheAppFailsToHeadThenItIsTheApps() {
		InvokeResponse response = invoker.invoke(request(Verb.HEAD, "errors", "200", InvokeBody.EMPTY))
			.blockOptional(LIMIT)
			.orElseThrow();
		assertThat(response.status()).isEqualTo(500);
		assertThat(Buffers.text(response.body())).isEmpty();
	}

	@Test
	void whenTheAppSaysTheSameAtLengthThenItIsTheApps() {
		InvokeResponse response = invoker.invoke(request(Verb.GET, "errors", "3000", InvokeBody.EMPTY))
			.blockOptional(LIMIT)
			.orElseThrow();
		assertThat(Buffers.text(response.body())).isEqualTo(json(3000));
	}

	@Test
	void whenTheAppSaysTheSameToAStreamThenItIsTheApps() {
		InvokeBody body = new InvokeBody.Streaming(Flux.just("a", "b").map(Buffers::of));
		InvokeResponse response = invoker.invoke(request(Verb.POST, "errors", "200", body))
			.blockOptional(LIMIT)
			.orElseThrow();
		assertThat(Buffers.text(response.body())).isEqualTo(json(200));
	}

}
