package dev.daprinvoke.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGHUP: the runtime begins anew in the same process, on the same flags, and reads YAML
 * again (contract, invocation.md 0 and 6, signals).
 */
class RestartTests {

	/** Each call waits in a thread of its own: the common pool may have only one. */
	private static final Executor CLIENTS = (task) -> new Thread(task, "client").start();

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String RUNNING = "dapr initialized. Status: Running.";

	@TempDir
	private Path folder;

	@Test
	void whenTheConfigurationHasChangedThenTheSameProcessServesWithTheNewOne() throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		String good = Files.readString(names.configuration());
		try (TestApp app = TestApp.start();
				Sidecar callee = Sidecar.of("callee", this.folder).names(names).appPort(app.port()).startReady();
				Sidecar caller = Sidecar.of("caller", this.folder).names(names).startReady()) {
			assertThat(caller.invoke("callee", "x").status()).isEqualTo(200);
			Files.writeString(names.configuration(), good.replace("component: sqlite", "component: zookeeper"));
			restart(caller, 2);
			assertThat(caller.invoke("callee", "x").text()).isEqualTo(ErrorText.json("ERR_DIRECT_INVOKE",
					"failed to invoke, id: callee, err: name resolver not " + "initialized"));
			Files.writeString(names.configuration(), good);
			restart(caller, 3);
			assertThat(caller.invoke("callee", "x").status()).isEqualTo(200);
			assertThat(caller.process().output().lines()).filteredOn((line) -> line.contains("starting Dapr Runtime"))
				.hasSize(1);
			restart(callee, 2);
			assertThat(caller.invoke("callee", "x").status()).isEqualTo(200);
		}
	}

	// Contract invocation.md 7.1, hot reload.
	@Test
	void whenAConfigurationInAResourcesDirectoryIsEditedThenTheRuntimeBeginsAnew() throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		String good = Files.readString(names.configuration());
		try (Sidecar sidecar = Sidecar.of("watched", this.folder)
			.names(names)
			.arguments("--resources-path", this.folder.toString())
			.startReady()) {
			Files.writeString(names.configuration(), good.replace("component: sqlite", "component: zookeeper"));
			awaitLives(sidecar, 2);
			assertThat(sidecar.process().output().contains("The Configuration was edited; restarting the runtime"))
				.isTrue();
			assertThat(sidecar.invoke("other", "x").text()).contains("name resolver not initialized");
		}
	}

	@Test
	void whenACallIsInFlightThenItFinishesBeforeTheRuntimeBeginsAnew() throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			CountDownLatch arrived = new CountDownLatch(2);
			CountDownLatch answer = new CountDownLatch(1);
			pair.app().on("/slow", (exchange) -> {
				arrived.countDown();
				await(answer);
				exchange.respond(200, "in time");
			});
			CompletableFuture<RawResponse> remote = CompletableFuture
				.supplyAsync(() -> pair.caller().invoke("callee", "slow"), CLIENTS);
			CompletableFuture<RawResponse> local = CompletableFuture
				.supplyAsync(() -> pair.callee().invoke("callee", "slow"), CLIENTS);
			assertThat(arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			pair.caller().process().signal("HUP");
			pair.callee().process().signal("HUP");
			Waiting.until("a refused connection", LIMIT, () -> RawHttp.to(pair.caller().httpPort()).isRefused());
			Waiting.until("a refused connection", LIMIT, () -> RawHttp.to(pair.callee().internalPort()).isRefused());
			answer.countDown();
			assertThat(remote.get(LIMIT.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("in time");
			assertThat(local.get(LIMIT.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("in time");
			awaitLives(pair.caller(), 2);
			awaitLives(pair.callee(), 2);
			assertThat(pair.caller().invoke("callee", "next").status()).isEqualTo(200);
			assertThat(pair.callee().invoke("caller", "next").status()).isEqualTo(200);
		}
	}

	// A restart shorter than the built-in retries (contract invocation.md 1.8) fails no
	// call; a longer one, on a busy machine, fails them because nobody listens, never
	// because nobody is known.
	@Test
	void whenTheCalleeRestartsThenItsCallersGoOnKnowingIt() throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			List<String> failures = new CopyOnWriteArrayList<>();
			AtomicInteger answered = new AtomicInteger();
			AtomicBoolean enough = new AtomicBoolean();
			List<CompletableFuture<Void>> clients = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				clients.add(CompletableFuture.runAsync(() -> {
					while (!enough.get()) {
						RawResponse response = pair.caller().invoke("callee", "x");
						if (response.status() == 200) {
							answered.incrementAndGet();
						}
						else {
							failures.add(response.text());
						}
					}
				}, CLIENTS));
			}
			for (int life = 2; life <= 4; life++) {
				int before = answered.get();
				restart(pair.callee(), life);
				Waiting.until("answers of life " + life, LIMIT, () -> answered.get() > before + 100);
			}
			enough.set(true);
			for (CompletableFuture<Void> client : clients) {
				client.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
			assertThat(failures).allMatch((text) -> text.contains("after 3 retries"));
		}
	}

	@Test
	void whenTheNewConfigurationIsWrongThenTheProcessEndsAndSaysWhy() throws IOException {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (Sidecar sidecar = Sidecar.of("wrong", this.folder).names(names).startReady()) {
			Files.writeString(names.configuration(), "spec:\n  tracing: [unclosed\n");
			sidecar.process().signal("HUP");
			assertThat(sidecar.awaitExit()).isEqualTo(1);
			assertThat(sidecar.process().output().lines()).last()
				.asString()
				.contains("level=fatal msg=\"Fatal error from runtime: ", names.configuration().toString());
		}
	}

	@Test
	void whenManyHangupsComeThenTheyAreMergedAndAStopEndsThemAll() throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestApp app = TestApp.start();
				Sidecar sidecar = Sidecar.of("nervous", this.folder)
					.names(names)
					.appPort(app.port())
					.arguments("--dapr-graceful-shutdown-seconds=30")
					.startReady()) {
			for (int i = 0; i < 10; i++) {
				sidecar.process().signal("HUP");
			}
			sidecar.process().output().await("Received signal 'hangup'; restarting the runtime", LIMIT);
			sidecar.awaitReady();
			CountDownLatch arrived = new CountDownLatch(1);
			CountDownLatch answer = new CountDownLatch(1);
			app.on("/slow", (exchange) -> {
				arrived.countDown();
				await(answer);
				exchange.respond(200, "in time");
			});
			awaitQuiet(sidecar);
			CompletableFuture<RawResponse> call = CompletableFuture.supplyAsync(() -> sidecar.invoke("nervous", "slow"),
					CLIENTS);
			assertThat(arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			sidecar.process().signal("INT");
			sidecar.process().output().await("Received signal 'interrupt'; beginning shutdown", LIMIT);
			sidecar.process().signal("HUP");
			sidecar.process().output().await("Received signal 'hangup' during shutdown; ignoring it", LIMIT);
			answer.countDown();
			assertThat(call.get(LIMIT.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("in time");
			assertThat(sidecar.awaitExit()).isZero();
		}
	}

	@Test
	void whenItRestartsFiftyTimesThenNothingIsLeft() throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestApp app = TestApp.start();
				Sidecar sidecar = Sidecar.of("phoenix", this.folder).names(names).appPort(app.port()).startReady()) {
			for (int life = 2; life <= 11; life++) {
				restart(sidecar, life);
			}
			int threads = count(sidecar, "task");
			int files = count(sidecar, "fd");
			long memory = sidecar.process().memory().residentBytes();
			for (int life = 12; life <= 51; life++) {
				restart(sidecar, life);
			}
			assertThat(sidecar.invoke("phoenix", "x").status()).isEqualTo(200);
			assertThat(count(sidecar, "task")).as("threads").isLessThanOrEqualTo(threads + 2);
			assertThat(count(sidecar, "fd")).as("open files").isLessThanOrEqualTo(files + 2);
			assertThat(sidecar.process().memory().residentBytes() - memory).as("memory").isLessThan(40 << 20);
		}
	}

	private static int count(Sidecar sidecar, String what) throws IOException {
		try (var entries = Files.list(Path.of("/proc", Long.toString(sidecar.process().pid()), what))) {
			return (int) entries.count();
		}
	}

	private static void restart(Sidecar sidecar, int life) {
		sidecar.process().signal("HUP");
		awaitLives(sidecar, life);
	}

	private static void awaitLives(Sidecar sidecar, int lives) {
		Waiting.until("life " + lives, LIMIT, () -> lives(sidecar) >= lives, sidecar.process()::evidence);
		sidecar.awaitReady();
	}

	/** Waits until the last restart that was asked for is through. */
	private static void awaitQuiet(Sidecar sidecar) {
		Waiting.until("no restart under way", LIMIT, () -> {
			String text = sidecar.process().output().text();
			return text.lastIndexOf(RUNNING) > text.lastIndexOf("Received signal 'hangup'");
		}, sidecar.process()::evidence);
	}

	private static long lives(Sidecar sidecar) {
		return sidecar.process().output().lines().stream().filter((line) -> line.contains(RUNNING)).count();
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
