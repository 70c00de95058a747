package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.AppExchange;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Being asked to stop: calls in flight are answered, new ones refused, the exit code is 0
 * (contract, invocation.md 0 and 5.3).
 */
class GracefulStopTests {

	private static final int CALLS = 16;

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@TempDir
	private Path folder;

	private final ExecutorService clients = Executors.newFixedThreadPool(CALLS);

	@AfterEach
	void stopClients() {
		this.clients.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "INT", "TERM" })
	void whenIdleThenTheSidecarEndsAtOnce(String signal) {
		try (Sidecar sidecar = Sidecar.of("idle", this.folder).startReady()) {
			sidecar.process().signal(signal);
			assertThat(sidecar.process().awaitExit(Duration.ofSeconds(5))).isZero();
			assertThat(sidecar.process().output().contains("Daprd shutdown gracefully")).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenCallsWaitForTheAppThenTheyAreAnsweredBeforeTheEnd(boolean stopCaller) throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			CountDownLatch arrived = new CountDownLatch(CALLS);
			CountDownLatch answer = new CountDownLatch(1);
			pair.app().on("/slow", (exchange) -> {
				arrived.countDown();
				await(answer);
				exchange.respond(200, "in time");
			});
			List<Future<RawResponse>> calls = new ArrayList<>();
			for (int i = 0; i < CALLS; i++) {
				calls.add(this.clients.submit(() -> pair.caller().invoke("callee", "slow")));
			}
			assertThat(arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			Sidecar stopped = stopCaller ? pair.caller() : pair.callee();
			stopped.process().signal("INT");
			stopped.process().output().await("Received signal 'interrupt'; beginning shutdown", LIMIT);
			int refused = stopCaller ? stopped.httpPort() : stopped.internalPort();
			Waiting.until("a refused connection", LIMIT, () -> RawHttp.to(refused).isRefused());
			answer.countDown();
			for (Future<RawResponse> call : calls) {
				RawResponse response = call.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
				assertThat(response.text()).isEqualTo("in time");
			}
			assertThat(stopped.awaitExit()).isZero();
			assertThat(stopped.process().output().contains("Daprd shutdown gracefully")).isTrue();
		}
	}

	// Real Dapr takes its name back last (contract invocation.md 5.3): calls in flight
	// may
	// still call their own app through the sidecar.
	@Test
	void whenACallInFlightCallsItsOwnAppThenThatCallIsAnsweredToo() throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			CountDownLatch arrived = new CountDownLatch(1);
			CountDownLatch stopping = new CountDownLatch(1);
			pair.app().on("/inner", (exchange) -> exchange.respond(200, "inner"));
			pair.app().on("/outer", (exchange) -> {
				arrived.countDown();
				await(stopping);
				exchange.respond(200, "outer of " + pair.callee().invoke("callee", "inner").text());
			});
			Future<RawResponse> call = this.clients.submit(() -> pair.caller().invoke("callee", "outer"));
			assertThat(arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			pair.callee().process().signal("INT");
			Waiting.until("a refused connection", LIMIT, () -> RawHttp.to(pair.callee().internalPort()).isRefused());
			stopping.countDown();
			assertThat(call.get(LIMIT.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("outer of inner");
			assertThat(pair.callee().awaitExit()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenCallsKeepComingThenNoneThatReachedTheAppIsLost(boolean stopCaller) throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			Set<String> reached = ConcurrentHashMap.newKeySet();
			Map<String, String> outcomes = new ConcurrentHashMap<>();
			pair.app().on("/count", (exchange) -> count(exchange, reached));
			Sidecar stopped = stopCaller ? pair.caller() : pair.callee();
			List<Future<?>> loops = new ArrayList<>();
			for (int i = 0; i < CALLS; i++) {
				String client = "client" + i;
				loops.add(this.clients.submit(() -> callUntilGone(pair.caller().http(), stopped, client, outcomes)));
			}
			Waiting.until("500 calls", LIMIT, () -> outcomes.size() >= 500);
			stopped.process().signal("INT");
			assertThat(stopped.awaitExit()).isZero();
			for (Future<?> loop : loops) {
				loop.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
			outcomes.keySet().retainAll(reached);
			outcomes.values().removeIf("200 counted"::equals);
			assertThat(outcomes).as("calls that reached the app, and what came of them").isEmpty();
		}
	}

	private static void count(AppExchange exchange, Set<String> reached) throws IOException {
		reached.add(exchange.head().firstLine().split(" ")[1].split("=")[1]);
		exchange.respond(200, "counted");
	}

	private static void callUntilGone(RawHttp caller, Sidecar stopped, String client, Map<String, String> outcomes) {
		for (int i = 0; stopped.process().isAlive(); i++) {
			String call = client + "-" + i;
			outcomes.put(call, outcome(caller, "/v1.0/invoke/callee/method/count?call=" + call));
		}
	}

	// A refused or closed connection is allowed, unless the call reached the app.
	private static String outcome(RawHttp caller, String target) {
		try {
			RawResponse response = caller.get(target);
			return response.status() + " " + response.text();
		}
		catch (UncheckedIOException ex) {
			return ex.toString();
		}
	}

	@Test
	void whenTheApiAsksForItThenTheSidecarEnds() {
		try (Sidecar sidecar = Sidecar.of("shut", this.folder).startReady()) {
			assertThat(sidecar.http().send("POST", "/v1.0/shutdown", "").status()).isEqualTo(204);
			assertThat(sidecar.awaitExit()).isZero();
			assertThat(sidecar.process().output().contains("Shutdown requested via API")).isTrue();
		}
	}

	@Test
	void whenTheApiForcesItThenTheExitCodeIs1() {
		try (Sidecar sidecar = Sidecar.of("force", this.folder).startReady()) {
			RawResponse response = sidecar.http().send("POST", "/v1.0/shutdown", "", "dapr-force-shutdown: true");
			assertThat(response.status()).isEqualTo(204);
			assertThat(sidecar.awaitExit()).isEqualTo(1);
			assertThat(sidecar.process()
				.output()
				.contains("Force shutdown requested, exiting immediately without graceful shutdown")).isTrue();
		}
	}

	@Test
	void whenACallOutlivesTheGracePeriodThenTheExitCodeIs1() throws Exception {
		try (Pair pair = Pair.start(this.folder, "--dapr-graceful-shutdown-seconds=1")) {
			CountDownLatch arrived = new CountDownLatch(1);
			CountDownLatch never = new CountDownLatch(1);
			pair.app().on("/stuck", (exchange) -> {
				arrived.countDown();
				await(never);
			});
			this.clients.submit(() -> pair.caller().invoke("callee", "stuck"));
			assertThat(arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			pair.caller().process().signal("TERM");
			assertThat(pair.caller().awaitExit()).isEqualTo(1);
			assertThat(
					pair.caller().process().output().contains("Graceful shutdown timeout exceeded, forcing shutdown"))
				.isTrue();
			never.countDown();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenACallStreamsBothWaysThenItStreamsToItsEnd(boolean stopCaller) throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			pair.app().on("/echo", GracefulStopTests::echo);
			try (RawConnection connection = pair.caller().http().open()) {
				connection.send("POST /v1.0/invoke/callee/method/echo HTTP/1.1\r\nHost: x\r\n"
						+ "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
				InputStream answer = connection.body(connection.receiveHead());
				assertThat(answer.readNBytes(5)).asString().isEqualTo("first");
				Sidecar stopped = stopCaller ? pair.caller() : pair.callee();
				stopped.process().signal("INT");
				int refused = stopCaller ? stopped.httpPort() : stopped.internalPort();
				Waiting.until("a refused connection", LIMIT, () -> RawHttp.to(refused).isRefused());
				for (int i = 0; i < 20; i++) {
					connection.send("4\r\nmore\r\n");
					assertThat(answer.readNBytes(4)).asString().isEqualTo("more");
				}
				connection.send("0\r\n\r\n");
				assertThat(answer.readAllBytes()).isEmpty();
				assertThat(stopped.awaitExit()).isZero();
			}
		}
	}

	private static void echo(AppExchange exchange) throws IOException {
		try (OutputStream answer = exchange.respondChunked(200)) {
			byte[] piece = new byte[64];
			for (int read = exchange.body().read(piece); read >= 0; read = exchange.body().read(piece)) {
				answer.write(piece, 0, read);
			}
		}
	}

	@Test
	void whenAStopIsPutOffThenAllIsServedUntilTheTimeIsOver() {
		try (Pair pair = Pair.start(this.folder, "--dapr-block-shutdown-duration=3s")) {
			Sidecar stopped = pair.callee();
			stopped.process().signal("TERM");
			stopped.process()
				.output()
				.await("Blocking graceful shutdown for 3s or until app reports unhealthy...", LIMIT);
			assertThat(pair.caller().invoke("callee", "late").status()).isEqualTo(200);
			assertThat(stopped.invoke("caller", "late").status()).isEqualTo(200);
			assertThat(stopped.http().statusOf("/v1.0/healthz")).isEqualTo(204);
			assertThat(stopped.metrics()).contains("process_start_time_seconds");
			assertThat(stopped.awaitExit()).isZero();
			assertThat(stopped.process().output().text()).containsSubsequence(
					"Received signal 'terminated'; beginning shutdown", "Blocking graceful shutdown",
					"Block shutdown period expired, entering shutdown...", "Daprd shutdown gracefully");
			pair.caller().process().signal("TERM");
			pair.caller().process().output().await("Blocking graceful shutdown", LIMIT);
			pair.caller().process().signal("TERM");
			assertThat(pair.caller().awaitExit()).as("a second signal does not wait").isEqualTo(1);
			assertThat(pair.caller().process().output().contains("exiting immediately")).isTrue();
		}
	}

	@Test
	void whenTheAppIsNotUpThenAStopIsNotPutOff() {
		try (Sidecar sidecar = Sidecar.of("lonely", this.folder)
			.appPort(Ports.free())
			.arguments("--dapr-block-shutdown-duration=10m")
			.start()
			.await("/v1.0/healthz/outbound", 204)) {
			sidecar.process().signal("INT");
			assertThat(sidecar.awaitExit()).isZero();
			assertThat(sidecar.process().output().contains("App reported unhealthy, entering shutdown...")).isTrue();
		}
	}

	@Test
	void whenItIsForcedDuringAStopThenItEndsAllTheSame() throws Exception {
		try (Pair pair = Pair.start(this.folder, "--dapr-graceful-shutdown-seconds=0")) {
			CountDownLatch arrived = new CountDownLatch(1);
			CountDownLatch never = new CountDownLatch(1);
			pair.app().on("/stuck", (exchange) -> {
				arrived.countDown();
				await(never);
			});
			this.clients.submit(() -> pair.caller().invoke("callee", "stuck"));
			assertThat(arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			// The API stays open while calls from other sidecars finish.
			pair.callee().process().signal("TERM");
			Waiting.until("a refused connection", LIMIT, () -> RawHttp.to(pair.callee().internalPort()).isRefused());
			assertThat(pair.callee().http().send("POST", "/v1.0/shutdown", "", "dapr-force-shutdown: true").status())
				.isEqualTo(204);
			assertThat(pair.callee().awaitExit()).isEqualTo(1);
			never.countDown();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
