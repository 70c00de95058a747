import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import com.sun.net.httpserver.HttpServer;

/**
 * Makes the start-up archive of a packaged sidecar: what the JVM has to load, link and know
 * about the code, written down in a run that makes real calls in both roles. Run by
 * package-runtime as {@code java TrainArchive.java <folder>}.
 * <p>
 * Leaves two files in {@code lib}: {@code daprd-<hash>.aot} ({@code .jsa} of a JDK before 25)
 * and {@code daprd-<hash>.jars}, a line for each jar with its size, time of change, checksum
 * and name, from which the sidecar tells at its start whether the archive is of these jars.
 */
class TrainArchive {

	private static final int CALLS = Integer.getInteger("calls", 4000);

	/** Nobody else's, as they are found by mDNS: two packagings may run at once. */
	private static final String CALLER = "start-up-training-" + ProcessHandle.current().pid() + "-"
			+ Long.toString(System.currentTimeMillis(), 36);

	private static final String CALLEE = CALLER + "-callee";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final Path folder;

	private final Path work;

	private final List<Process> processes = new ArrayList<>();

	TrainArchive(Path folder, Path work) {
		this.folder = folder;
		this.work = work;
	}

	public static void main(String[] arguments) throws Exception {
		// Else each answer of the app waits for the other side's delayed acknowledgement.
		System.setProperty("sun.net.httpserver.nodelay", "true");
		Path work = Files.createTempDirectory("daprd-archive");
		int code = 0;
		try {
			new TrainArchive(Path.of(arguments[0]).toRealPath(), work).run();
		}
		catch (IllegalStateException ex) {
			System.err.println("TrainArchive: " + ex.getMessage());
			code = 1;
		}
		finally {
			delete(work);
		}
		System.exit(code);
	}

	private void run() throws Exception {
		boolean aot = Files.readString(this.folder.resolve("runtime/release")).contains("JAVA_VERSION=\"25");
		Path notes = this.work.resolve("notes");
		Path archive = this.work.resolve("archive");
		record(aot ? "-XX:AOTMode=record -XX:AOTConfiguration=" + notes : "-XX:DumpLoadedClassList=" + notes);
		String options = aot ? "-XX:AOTMode=create -XX:AOTConfiguration=" + notes + " -XX:AOTCache=" + archive
				: "-Xshare:dump -XX:SharedClassListFile=" + notes + " -XX:SharedArchiveFile=" + archive;
		Process create = launch("create", options, List.of());
		end(create);
		if (!Files.exists(archive) || create.exitValue() != 0) {
			throw new IllegalStateException("the JVM made no archive. It said: " + said("create"));
		}
		String jars = jars();
		String name = "daprd-" + hash(withoutTimes(jars));
		Files.writeString(this.folder.resolve("lib/" + name + ".jars"), jars);
		Files.move(archive, this.folder.resolve("lib/" + name + (aot ? ".aot" : ".jsa")));
	}

	// --- a run with calls in both roles ---------------------------------------------

	private void record(String options) throws Exception {
		HttpServer app = app();
		ExecutorService callers = Executors.newFixedThreadPool(2);
		try {
			int appPort = app.getAddress().getPort();
			List<Integer> recorded = freePorts();
			List<Integer> other = freePorts();
			Process second = launch("second", "", flags(CALLEE, appPort, other));
			Process first = launch("first", options, flags(CALLER, appPort, recorded));
			awaitReady(first, recorded.get(0));
			awaitReady(second, other.get(0));
			Future<?> out = callers.submit(() -> calls(recorded.get(0), CALLEE));
			Future<?> in = callers.submit(() -> calls(other.get(0), CALLER));
			out.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			in.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			get("http://127.0.0.1:" + recorded.get(0) + "/v1.0/metadata");
			get("http://127.0.0.1:" + recorded.get(0) + "/nobody");
			get("http://127.0.0.1:" + recorded.get(1) + "/metrics");
			second.destroy();
			first.destroy();
			end(second);
			end(first);
		}
		finally {
			this.processes.forEach(Process::destroyForcibly);
			callers.shutdownNow();
			app.stop(0);
		}
	}

	private static HttpServer app() throws IOException {
		HttpServer app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		byte[] answer = "{\"item\":\"book\"}".repeat(70).getBytes(StandardCharsets.US_ASCII);
		app.createContext("/", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			boolean large = exchange.getRequestURI().getPath().equals("/large");
			exchange.sendResponseHeaders(200, large ? 0 : answer.length);
			for (int i = 0; i < (large ? 1000 : 1); i++) {
				exchange.getResponseBody().write(answer);
			}
			exchange.close();
		});
		app.start();
		return app;
	}

	private static void calls(int port, String id) {
		String base = "http://127.0.0.1:" + port + "/v1.0/invoke/" + id + "/method/";
		for (int i = 0; i < CALLS; i++) {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "items?page=" + i));
			switch (i % 8) {
				case 1, 4 -> request.POST(BodyPublishers.ofString("{\"count\":1}".repeat(20)))
					.header("Content-Type", "application/json");
				case 2 -> request.uri(URI.create("http://127.0.0.1:" + port + "/items")).header("dapr-app-id", id);
				default -> request.header("Accept", "application/json");
			}
			if (i % 500 == 499) {
				request.uri(URI.create(base + "large")).PUT(BodyPublishers.ofByteArray(new byte[1 << 20]));
			}
			check(send(request));
		}
	}

	private static void check(HttpResponse<byte[]> response) {
		if (response.statusCode() != 200) {
			throw new IllegalStateException("a call was answered with " + response.statusCode() + ": "
					+ new String(response.body(), StandardCharsets.UTF_8));
		}
	}

	private static void get(String url) {
		send(HttpRequest.newBuilder(URI.create(url)));
	}

	private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
		try {
			return CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
	}

	// --- processes ------------------------------------------------------------------

	private static List<String> flags(String id, int appPort, List<Integer> ports) {
		return List.of("--app-id", id, "--app-port", "" + appPort, "--dapr-http-port", "" + ports.get(0),
				"--metrics-port", "" + ports.get(1), "--dapr-grpc-port", "" + ports.get(2),
				"--dapr-internal-grpc-port", "" + ports.get(3), "--dapr-listen-addresses=127.0.0.1",
				"--dapr-internal-grpc-listen-address=127.0.0.1", "--metrics-listen-address=127.0.0.1");
	}

	private Process launch(String name, String options, List<String> flags) throws IOException {
		List<String> command = new ArrayList<>(List.of(this.folder.resolve("bin/daprd").toString()));
		command.addAll(flags);
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.work.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.work.resolve(name + ".log").toFile());
		builder.environment().keySet().removeIf((key) -> key.startsWith("DAPR_") || key.startsWith("APP_"));
		builder.environment().put("DAPR_INVOKE_JVM_OPTIONS", options);
		Process process = builder.start();
		this.processes.add(process);
		return process;
	}

	private void awaitReady(Process process, int port) throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1.0/healthz"));
		while (process.isAlive() && System.nanoTime() < end) {
			try {
				if (send(request).statusCode() == 204) {
					return;
				}
			}
			catch (UncheckedIOException ex) {
				// Does not listen yet.
			}
			Thread.sleep(20);
		}
		throw new IllegalStateException("a sidecar did not become ready. They said: " + said("first") + said("second"));
	}

	private void end(Process process) throws InterruptedException {
		if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new IllegalStateException("a process did not end within " + PATIENCE.toSeconds() + " s");
		}
	}

	private String said(String name) {
		try {
			return Files.readString(this.work.resolve(name + ".log"));
		}
		catch (IOException ex) {
			return "nothing\n";
		}
	}

	private static List<Integer> freePorts() throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
			}
			return sockets.stream().map(ServerSocket::getLocalPort).toList();
		}
		finally {
			for (ServerSocket socket : sockets) {
				socket.close();
			}
		}
	}

	// --- which jars the archive is of -------------------------------------------------

	private String jars() throws IOException {
		StringBuilder lines = new StringBuilder();
		try (Stream<Path> files = Files.list(this.folder.resolve("lib"))) {
			for (Path jar : files.filter((file) -> file.toString().endsWith(".jar")).sorted().toList()) {
				CRC32C crc = new CRC32C();
				crc.update(Files.readAllBytes(jar));
				lines.append("%d %d %08x %s%n".formatted(Files.size(jar),
						Files.getLastModifiedTime(jar).toMillis(), crc.getValue(), jar.getFileName()));
			}
		}
		return lines.toString();
	}

	private static String withoutTimes(String jars) {
		return jars.replaceAll("(?m)^(\\d+) \\d+ ", "$1 ");
	}

	private static String hash(String text) throws NoSuchAlgorithmException {
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().formatHex(digest, 0, 8);
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(folder);
	}

}
