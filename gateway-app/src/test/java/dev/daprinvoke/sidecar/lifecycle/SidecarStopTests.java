package dev.daprinvoke.sidecar.lifecycle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.sidecar.edge.WireAnswer;
import dev.daprinvoke.sidecar.edge.WireClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of a sidecar: what was asked for finishes, nothing is left (contract
 * invocation.md 5.3).
 */
class SidecarStopTests extends WholeSidecar {

	@Test
	void whenItIsStoppedThenNothingOfItIsLeft() throws Exception {
		Path database = this.folder.resolve("hosts.db");
		CompletableFuture<Integer> running = run(sqlite(database));
		awaitReady(running);
		assertThat(get(this.metrics, "/metrics").body()).contains("process_resident_memory_bytes");
		assertThat(get(this.publicPort, "/v1.0/healthz").status()).isEqualTo(204);
		assertThat(get(this.http, "/v1.0/metadata").body()).startsWith("{\"id\":\"cart\"");
		assertThat(Files.exists(database)).isTrue();
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("hosts.db",
					"config.yaml");
		}
	}

	@Test
	void whenAStopIsPutOffThenTheApiServesOn() throws Exception {
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")),
				"--dapr-block-shutdown-duration=1s");
		awaitReady(running);
		this.stop.complete(Ask.STOP);
		assertThat(get(this.http, "/v1.0/healthz").status()).isEqualTo(204);
		assertThat(running).isNotDone();
		assertThat(exitCode(running)).isZero();
		assertThat(this.end.restart()).isFalse();
	}

	@Test
	void whenTheApiIsAskedToStopThenItAnswersAndStops() throws Exception {
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")));
		awaitReady(running);
		WireAnswer answer = WireClient.exchange(this.http,
				"POST /v1.0/shutdown HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
		assertThat(answer.status()).isEqualTo(204);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
	}

	@Test
	void whenACallIsInFlightThenTheStopWaitsForIt() throws Exception {
		try (SlowApp app = new SlowApp()) {
			CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")),
					"--app-port=" + app.port(), "--dapr-graceful-shutdown-seconds=30",
					"--disable-init-endpoints=config");
			awaitReady(running);
			try (WireClient client = new WireClient(this.http)) {
				client.send("GET /v1.0/invoke/cart/method/slow HTTP/1.1\r\nHost: h\r\n\r\n");
				app.awaitCall();
				this.stop.complete(Ask.STOP);
				awaitRefused(this.http);
				assertThat(running).isNotDone();
				app.answer();
				assertThat(client.receive().body()).isEqualTo("slow answer");
			}
			assertThat(exitCode(running)).isZero();
			assertNothingLeft();
		}
	}

	@Test
	void whenACallOutlastsTheGracePeriodThenTheExitCodeIsOne() throws Exception {
		try (SlowApp app = new SlowApp()) {
			CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")),
					"--app-port=" + app.port(), "--dapr-graceful-shutdown-seconds=1",
					"--disable-init-endpoints=config");
			awaitReady(running);
			try (WireClient client = new WireClient(this.http)) {
				client.send("GET /v1.0/invoke/cart/method/slow HTTP/1.1\r\nHost: h\r\n\r\n");
				app.awaitCall();
				this.stop.complete(Ask.STOP);
				assertThat(exitCode(running)).isEqualTo(1);
			}
		}
	}

}
