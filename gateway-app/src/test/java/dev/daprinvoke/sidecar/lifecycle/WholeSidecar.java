package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.sidecar.SidecarRuntime.End;
import dev.daprinvoke.sidecar.edge.WireAnswer;
import dev.daprinvoke.sidecar.edge.WireClient;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole sidecar inside the test's JVM, on ports of its own.
 */
@Timeout(120)
abstract class WholeSidecar {

	private static final Set<String> OF_A_SIDECAR = Set.of("dapr-", "metrics", "sqlite", "mdns", "stop");

	final Sidecar sidecar = new Sidecar();

	final CompletableFuture<Ask> stop = new CompletableFuture<>();

	final int http = Ports.free();

	final int grpc = Ports.free();

	final int internal = Ports.free();

	final int metrics = Ports.free();

	final int publicPort = Ports.free();

	@TempDir
	Path folder;

	private Set<Thread> before = Set.of();

	volatile End end = End.exit(-1);

	@BeforeEach
	void rememberThreads() {
		this.before = sidecarThreads();
	}

	CompletableFuture<Integer> run(Path configuration, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--app-id=cart", "--config=" + configuration,
				"--dapr-listen-addresses=127.0.0.1", "--dapr-http-port=" + this.http, "--dapr-grpc-port=" + this.grpc,
				"--dapr-internal-grpc-listen-address=127.0.0.1", "--dapr-internal-grpc-port=" + this.internal,
				"--metrics-listen-address=127.0.0.1", "--metrics-port=" + this.metrics,
				"--dapr-public-listen-address=127.0.0.1", "--dapr-public-port=" + this.publicPort));
		arguments.addAll(List.of(more));
		SidecarSettings settings = new SettingsReader(DaprdFlag.parse(arguments.toArray(String[]::new)), Map.of(), null)
			.read();
		CompletableFuture<Integer> code = new CompletableFuture<>();
		Thread main = new Thread(() -> {
			try {
				this.end = this.sidecar.run(settings, this.stop);
				code.complete(this.end.exitCode());
			}
			catch (Throwable ex) {
				code.completeExceptionally(ex);
			}
		}, "sidecar-main");
		main.setDaemon(true);
		main.start();
		return code;
	}

	Path sqlite(Path database) throws IOException {
		return configuration("{component: sqlite, configuration: {connectionString: '" + database + "'}}");
	}

	Path configuration(String nameResolution) throws IOException {
		return Files.writeString(this.folder.resolve("config.yaml"), """
				apiVersion: dapr.io/v1alpha1
				kind: Configuration
				metadata: {name: test}
				spec: {nameResolution: %s}
				""".formatted(nameResolution));
	}

	void awaitReady(CompletableFuture<Integer> running) throws Exception {
		awaitAnswer(this.http, running);
		awaitStatus(this.http, "/v1.0/healthz", 204);
	}

	static void awaitStatus(int port, String path, int status) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (get(port, path).status() != status) {
			assertThat(System.nanoTime()).isLessThan(deadline);
		}
	}

	static void awaitAnswer(int port, CompletableFuture<Integer> running) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!accepts(port)) {
			assertThat(running).isNotDone();
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	static void awaitRefused(int port) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (accepts(port)) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	static boolean accepts(int port) {
		try {
			new WireClient(port).close();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	static int exitCode(CompletableFuture<Integer> running) throws Exception {
		return running.get(30, TimeUnit.SECONDS);
	}

	void assertNothingLeft() throws Exception {
		for (int port : new int[] { this.http, this.grpc, this.internal, this.metrics, this.publicPort }) {
			new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		}
		Set<Thread> left = sidecarThreads();
		left.removeAll(this.before);
		for (Thread thread : left) {
			thread.join(TimeUnit.SECONDS.toMillis(10));
			assertThat(thread.isAlive()).as(thread.getName()).isFalse();
		}
	}

	private static Set<Thread> sidecarThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> OF_A_SIDECAR.stream().anyMatch(thread.getName()::startsWith))
			.collect(Collectors.toSet());
	}

	static WireAnswer get(int port, String path) throws Exception {
		return WireClient.exchange(port, "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
	}

}
