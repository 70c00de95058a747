package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.sidecar.Ask;
import dev.daprinvoke.sidecar.SidecarRuntime.End;
import dev.daprinvoke.sidecar.edge.WireAnswer;
import dev.daprinvoke.sidecar.edge.WireClient;
import dev.daprinvoke.sidecar.flags.CommandLine;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.sidecar.flags.StartupException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A whole sidecar inside the test's JVM.
 */
@Timeout(120)
class SidecarTests {

	private static final Set<String> OF_A_SIDECAR = Set.of("dapr-", "metrics", "sqlite", "mdns", "stop");

	private final Sidecar sidecar = new Sidecar();

	private final CompletableFuture<Ask> stop = new CompletableFuture<>();

	private final int http = freePort();

	private final int grpc = freePort();

	private final int internal = freePort();

	private final int metrics = freePort();

	private final int publicPort = freePort();

	@TempDir
	private Path folder;

	private Set<Thread> before = Set.of();

	private volatile End end = End.exit(-1);

	@BeforeEach
	void rememberThreads() {
		this.before = sidecarThreads();
	}

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
	void whenARestartIsAskedForThenTheEndSaysSoAndOnlyTheNameIsLeft() throws Exception {
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")),
				"--dapr-block-shutdown-duration=10m");
		awaitReady(running);
		this.stop.complete(Ask.RESTART);
		assertThat(exitCode(running)).isZero();
		assertThat(this.end.restart()).isTrue();
		this.sidecar.close();
		assertNothingLeft();
	}

	@Test
	void whenTheNextLifeCannotStartThenNothingIsLeft() throws Exception {
		Path configuration = sqlite(this.folder.resolve("hosts.db"));
		CompletableFuture<Integer> running = run(configuration);
		awaitReady(running);
		this.stop.complete(Ask.RESTART);
		assertThat(exitCode(running)).isZero();
		Files.writeString(configuration, "spec: [");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> run(configuration).get(60, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(StartupException.class);
		assertNothingLeft();
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

	/** Contract invocation.md 1.1. */
	@Test
	void whenSocketsTakeThePlaceOfPortsThenBothApisAreThereOnly() throws Exception {
		Path sockets = Files.createDirectory(this.folder.resolve("s"));
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")),
				"--unix-domain-socket=" + sockets);
		awaitAnswer(this.publicPort, running);
		awaitStatus(this.publicPort, "/v1.0/healthz", 204);
		assertThat(accepts(this.http)).isFalse();
		assertThat(accepts(this.grpc)).isFalse();
		assertThat(accepts(this.internal)).isTrue();
		assertThat(accepts(this.metrics)).isTrue();
		assertThat(overSocket(sockets.resolve("dapr-cart-http.socket"),
				"GET /v1.0/metadata HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
			.contains("\"id\":\"cart\"");
		assertThat(overSocket(sockets.resolve("dapr-cart-http.socket"),
				"GET /nobodys HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
			.contains("ERR_DIRECT_INVOKE");
		assertThat(firstHttp2Frame(sockets.resolve("dapr-cart-grpc.socket"))).isEqualTo("SETTINGS");
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
		assertThat(sockets).isEmptyDirectory();
	}

	private static String firstHttp2Frame(Path socket) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
			String emptySettings = "\0\0\0\4\0\0\0\0\0";
			channel.write(ByteBuffer
				.wrap(("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + emptySettings).getBytes(StandardCharsets.ISO_8859_1)));
			byte[] frame = Channels.newInputStream(channel).readNBytes(9);
			return (frame[3] == 4) ? "SETTINGS" : "frame of type " + frame[3];
		}
	}

	private static String overSocket(Path socket, String request) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
			channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
			return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
		}
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

	@Test
	void whenAStopIsAskedForBeforeTheStartThenItEndsAtOnceWithZero() throws Exception {
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(run(sqlite(this.folder.resolve("hosts.db"))))).isZero();
		assertNothingLeft();
	}

	@Test
	void whenAStopIsAskedForWhileThePortIsAwaitedThenItEndsWithZero() throws Exception {
		try (ServerSocket taken = new ServerSocket(this.http, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")));
			awaitAnswer(this.metrics, running);
			this.stop.complete(Ask.STOP);
			assertThat(exitCode(running)).isZero();
			assertThat(taken.isClosed()).isFalse();
		}
		assertNothingLeft();
	}

	@Test
	void whenAStopIsAskedForWhileTheAppIsAwaitedThenItEndsWithZero() throws Exception {
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")), "--app-port=" + freePort());
		awaitAnswer(this.http, running);
		assertThat(get(this.http, "/v1.0/healthz").status()).isEqualTo(500);
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
	}

	@Test
	void whenTheHttpPortStaysTakenThenTheStartFailsAndNothingIsLeft() throws Exception {
		try (ServerSocket taken = new ServerSocket(this.http, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> running.get(60, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOf(StartupException.class)
				.withMessageStartingWith("could not listen on any endpoint: ");
			assertThat(taken.isClosed()).isFalse();
		}
		assertNothingLeft();
	}

	@Test
	void whenTheMetricsPortIsTakenThenTheStartFailsAndNothingIsLeft() throws Exception {
		try (ServerSocket taken = new ServerSocket(this.metrics, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> running.get(60, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOf(StartupException.class)
				.withMessageStartingWith("The metrics port " + taken.getLocalPort() + " cannot be bound: ");
		}
		assertNothingLeft();
	}

	@Test
	void whenTheResolverIsUnknownThenTheSidecarStaysUpAndCallsFail() throws Exception {
		CompletableFuture<Integer> running = run(configuration("{component: zookeeper}"));
		awaitReady(running);
		assertThat(get(this.http, "/v1.0/invoke/other/method/x").body())
			.isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
					+ "\"failed to invoke, id: other, err: name resolver not initialized\"}");
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
	}

	private CompletableFuture<Integer> run(Path configuration, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--app-id=cart", "--config=" + configuration,
				"--dapr-listen-addresses=127.0.0.1", "--dapr-http-port=" + this.http, "--dapr-grpc-port=" + this.grpc,
				"--dapr-internal-grpc-listen-address=127.0.0.1", "--dapr-internal-grpc-port=" + this.internal,
				"--metrics-listen-address=127.0.0.1", "--metrics-port=" + this.metrics,
				"--dapr-public-listen-address=127.0.0.1", "--dapr-public-port=" + this.publicPort));
		arguments.addAll(List.of(more));
		SidecarSettings settings = new SettingsReader(CommandLine.parse(arguments.toArray(String[]::new)), Map.of(),
				null)
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

	private Path sqlite(Path database) throws IOException {
		return configuration("{component: sqlite, configuration: {connectionString: '" + database + "'}}");
	}

	private Path configuration(String nameResolution) throws IOException {
		return Files.writeString(this.folder.resolve("config.yaml"), """
				apiVersion: dapr.io/v1alpha1
				kind: Configuration
				metadata: {name: test}
				spec: {nameResolution: %s}
				""".formatted(nameResolution));
	}

	private void awaitReady(CompletableFuture<Integer> running) throws Exception {
		awaitAnswer(this.http, running);
		awaitStatus(this.http, "/v1.0/healthz", 204);
	}

	private static void awaitStatus(int port, String path, int status) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (get(port, path).status() != status) {
			assertThat(System.nanoTime()).isLessThan(deadline);
		}
	}

	private static void awaitAnswer(int port, CompletableFuture<Integer> running) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!accepts(port)) {
			assertThat(running).isNotDone();
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private static void awaitRefused(int port) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (accepts(port)) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private static boolean accepts(int port) {
		try {
			new WireClient(port).close();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int exitCode(CompletableFuture<Integer> running) throws Exception {
		return running.get(30, TimeUnit.SECONDS);
	}

	private void assertNothingLeft() throws Exception {
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

	private static WireAnswer get(int port, String path) throws Exception {
		return WireClient.exchange(port, "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
