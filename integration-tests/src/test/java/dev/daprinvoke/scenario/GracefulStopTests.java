package dev.daprinvoke.scenario;

import java.io.IOException;
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
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;

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
