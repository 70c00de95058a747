package dev.daprinvoke.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.testkit.AppExchange;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One sidecar with all that lies between it and its app: TLS, token, health checks and a
 * limit of calls (contract, invocation.md 4).
 */
class AppChannelTests {

	/** Each call waits in a thread of its own: the common pool may have only one. */
	private static final Executor CLIENTS = (task) -> new Thread(task, "client").start();

	private static final AtomicBoolean HEALTHY = new AtomicBoolean(true);

	private static final AtomicInteger INSIDE = new AtomicInteger();

	private static final AtomicInteger MOST_INSIDE = new AtomicInteger();

	@TempDir
	private static Path folder;

	private static FakeApp app;

	private static Sidecar sidecar;

	@BeforeAll
	static void start() {
		app = FakeApp.startTls("TLSv1.2", AppChannelTests::answer);
		sidecar = Sidecar.of("secured", folder)
			.names(NameResolutionFile.in(folder))
			.appPort(app.port())
			.variable("APP_API_TOKEN", "appsecret")
			.arguments("--app-ssl", "--app-max-concurrency=2", "--enable-app-health-check",
					"--app-health-check-path=/up", "--app-health-probe-interval=1", "--app-health-threshold=1")
			.startReady()
			.await("/v1.0/invoke/secured/method/ready", 200);
	}

	@AfterAll
	static void stop() throws IOException {
		sidecar.close();
		app.close();
	}

	private static void answer(AppExchange exchange) throws IOException {
		exchange.body();
		String target = exchange.line().split(" ")[1];
		if (target.equals("/up")) {
			exchange.send("HTTP/1.1 " + (HEALTHY.get() ? 204 : 503) + " X\r\nContent-Length: 0\r\n\r\n");
			return;
		}
		boolean token = exchange.head().toLowerCase(Locale.ROOT).contains("\r\ndapr-api-token: appsecret\r\n");
		MOST_INSIDE.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
		if (target.startsWith("/slow")) {
			Await.until("two calls were in the app at once", () -> MOST_INSIDE.get() >= 2);
		}
		INSIDE.decrementAndGet();
		if (target.startsWith("/status/")) {
			exchange
				.send("HTTP/1.1 " + target.substring("/status/".length()) + " X\r\nTransfer-Encoding: chunked\r\n\r\n"
						+ (target.matches(".*(204|304)") || exchange.line().startsWith("HEAD") ? "" : "0\r\n\r\n"));
			return;
		}
		String body = target + " token " + token;
		exchange.send(
				"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
	}

	@Test
	void whenTheAppIsCalledThenItSeesItsTokenWhateverTheClientShows() {
		RawResponse response = sidecar.http().get("/v1.0/invoke/secured/method/x", "dapr-api-token: mine");
		assertThat(response.text()).isEqualTo("/x token true");
	}

	@Test
	void whenManyCallAtOnceThenNoMoreThanAllowedReachTheApp() {
		List<CompletableFuture<Integer>> calls = IntStream.range(0, 10)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> sidecar.invoke("secured", "slow/" + i).status(),
					CLIENTS))
			.toList();
		assertThat(calls).allSatisfy((call) -> assertThat(call.join()).isEqualTo(200));
		assertThat(MOST_INSIDE).hasValue(2);
	}

	@ParameterizedTest
	@CsvSource({ "GET, 200", "GET, 204", "GET, 304", "GET, 404", "HEAD, 200", "HEAD, 204", "HEAD, 404", "POST, 201" })
	void whenAnswersAreEmptyThenTheirPlacesAreFreeAgain(String verb, int status) {
		for (int i = 0; i < 5; i++) {
			assertThat(sidecar.http().send(verb, "/v1.0/invoke/secured/method/status/" + status, "").status())
				.isEqualTo(status);
		}
	}

	@Test
	void whenTheAppTurnsUnhealthyThenCallsFailUntilItIsHealthyAgain() {
		HEALTHY.set(false);
		sidecar.await("/v1.0/invoke/secured/method/x", 500);
		assertThat(sidecar.invoke("secured", "x").text()).isEqualTo(ErrorText.json("ERR_DIRECT_INVOKE",
				"failed to invoke, id: secured, err: rpc error: code = Internal desc = app is not in a healthy state"));
		assertThat(sidecar.http().statusOf("/v1.0/healthz")).isEqualTo(204);
		HEALTHY.set(true);
		sidecar.await("/v1.0/invoke/secured/method/x", 200);
	}

	@Test
	void whenMetadataIsReadThenItTellsOfAllThis() {
		assertThat(sidecar.http().get("/v1.0/metadata").text())
			.contains("\"protocol\":\"https\",\"channelAddress\":\"127.0.0.1\",\"maxConcurrency\":2,"
					+ "\"health\":{\"healthCheckPath\":\"/up\",\"healthProbeInterval\":\"1s\","
					+ "\"healthProbeTimeout\":\"500ms\",\"healthThreshold\":1}");
	}

	@Test
	void whenTheAppWasCalledThenItsAnswersAreCountedAndItsFirstOneToo() {
		assertThat(sidecar.invoke("secured", "counted").status()).isEqualTo(200);
		assertThat(sidecar.metrics()).contains(
				"dapr_http_client_completed_count{app_id=\"secured\",method=\"GET\",path=\"/counted\",status=\"200\"} 1\n",
				"dapr_http_client_completed_count{app_id=\"secured\",method=\"GET\",path=\"/dapr/config\",status=\"200\"} 1\n")
			.doesNotContain("path=\"/up\"");
	}

	@Test
	void whenAUrlIsCalledThenTheAppsTokenStaysHere() {
		RawResponse response = sidecar.http().get("/x", "dapr-app-id: https://127.0.0.1:" + app.port() + "/outside");
		assertThat(response.text()).isEqualTo("/outside/x token false");
	}

}
