package dev.daprinvoke.sidecar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The packaged folder and its launcher, as processes (contract, invocation.md 0).
 */
@Timeout(120)
class LauncherIT {

	private static final Path PACKAGED = Path.of("target/daprd").toAbsolutePath();

	private final LaunchedProcesses processes = new LaunchedProcesses();

	@TempDir
	private Path scratch;

	@AfterEach
	void endProcesses() {
		this.processes.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--version", "-version", "--version=true" })
	void whenVersionIsAskedForThenTheShellAnswersFasterThanAJvmCould(String flag) throws Exception {
		LaunchedProcesses.Outcome fastest = null;
		for (int i = 0; i < 5; i++) {
			LaunchedProcesses.Outcome outcome = this.processes.run(Map.of(), LaunchedProcesses.launcher(PACKAGED),
					flag);
			assertThat(outcome.output()).isEqualTo(BuildInfo.DAPR_VERSION + "\n");
			fastest = (fastest == null || outcome.took().compareTo(fastest.took()) < 0) ? outcome : fastest;
		}
		assertThat(fastest.took()).isLessThan(Duration.ofMillis(100));
	}

	@Test
	void whenEnvironmentIsEmptyThenTheProcessStartsFromAnyDirectory() throws Exception {
		assertThat(this.processes.run(Map.of(), LaunchedProcesses.launcher(PACKAGED), "--build-info").output())
			.startsWith("Version: 1.18.0\n");
		assertThat(this.processes
			.run(Map.of(), Path.of("/"), "bin/sh", LaunchedProcesses.launcher(PACKAGED), "--build-info")
			.output()).startsWith("Version: 1.18.0\n");
		assertThat(this.processes.run(Map.of(), PACKAGED.resolve("bin"), "/bin/sh", "daprd", "--build-info").output())
			.startsWith("Version: 1.18.0\n");
	}

	@Test
	void whenFoundThroughPathThenTheProcessStarts() throws Exception {
		Map<String, String> path = Map.of("PATH", "/nowhere:" + PACKAGED.resolve("bin"));
		assertThat(this.processes.run(path, "/bin/sh", "-c", "exec daprd --build-info").output())
			.startsWith("Version: 1.18.0\n");
	}

	@Test
	void whenAShellSearchesPathForTheScriptThenTheScriptDoesSoToo() throws Exception {
		assumeThat(Path.of("/bin/bash")).isExecutable();
		Map<String, String> path = Map.of("PATH", "/nowhere:" + PACKAGED.resolve("bin"));
		assertThat(this.processes.run(path, "/bin/bash", "daprd", "--build-info").output())
			.startsWith("Version: 1.18.0\n");
	}

	@Test
	void whenCalledThroughALinkThenTheFolderIsFound() throws Exception {
		Path link = Files.createSymbolicLink(this.scratch.resolve("daprd"),
				Path.of(LaunchedProcesses.launcher(PACKAGED)));
		assertThat(this.processes.run(Map.of(), link.toString(), "--build-info").output())
			.startsWith("Version: 1.18.0\n");
	}

	@Test
	void whenFolderIsMovedThenItStillWorks() throws Exception {
		Path moved = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("elsewhere with a blank"));
		assertThat(this.processes.run(Map.of(), LaunchedProcesses.launcher(moved), "--build-info").output())
			.startsWith("Version: 1.18.0\n");
	}

	@Test
	void whenUserHasNoRightsThenAReadOnlyFolderIsEnough() throws Exception {
		assumeThat(System.getProperty("user.name")).isEqualTo("root");
		assumeThat(Path.of("/usr/bin/setpriv")).isExecutable();
		Path readOnly = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("daprd"));
		Files.setPosixFilePermissions(this.scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
		LaunchedProcesses.Outcome outcome = this.processes.run(Map.of(), "/usr/bin/setpriv", "--reuid=65534",
				"--regid=65534", "--clear-groups", LaunchedProcesses.launcher(readOnly), "--build-info");
		assertThat(outcome.output()).startsWith("Version: 1.18.0\n");
	}

	@Test
	void whenTheProcessRunsThenItIsCalledDaprdAndHasNoParentShell() throws Exception {
		Process waiting = this.processes.start(Map.of(), Path.of("/"), LaunchedProcesses.launcher(PACKAGED), "--wait",
				"--dapr-http-port", "1");
		Path proc = Path.of("/proc", Long.toString(waiting.pid()));
		awaitMainClass(waiting, proc);
		assertThat(Files.readString(proc.resolve("comm"))).isEqualTo("daprd\n");
		assertThat(Files.readString(proc.resolve("cmdline")))
			.endsWith("\0dev.daprinvoke.sidecar.Main\0--wait\0--dapr-http-port\0" + "1\0");
		assertThat(waiting.children()).isEmpty();
	}

	@Test
	void whenASidecarIsReadyThenWaitingForItEndsWithZero() throws Exception {
		HttpServer ready = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		ready.createContext("/v1.0/healthz/outbound", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		ready.start();
		try {
			LaunchedProcesses.Outcome outcome = this.processes.run(Map.of(), LaunchedProcesses.launcher(PACKAGED),
					"--wait", "--dapr-http-port", Integer.toString(ready.getAddress().getPort()));
			assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		}
		finally {
			ready.stop(0);
		}
	}

	@Test
	void whenRuntimeLinkDanglesThenAnotherJavaIsTakenAndALogLineSaysSo() throws Exception {
		Path folder = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("daprd"));
		dangle(folder);
		Map<String, String> environment = Map.of("JAVA25_HOME", "/nowhere", "JAVA_HOME",
				System.getProperty("java.home"));
		assertThat(this.processes.run(environment, LaunchedProcesses.launcher(folder), "--build-info").output())
			.contains("Java: " + System.getProperty("java.runtime.version"));
		assertThat(this.processes.run(environment, LaunchedProcesses.launcher(folder), "--app-id=cart", "--mode=foo")
			.output()).contains("level=warning msg=\"runtime/bin/daprd leads to no Java: running on ")
			.contains("invalid mode: foo");
	}

	@Test
	void whenThereIsNoJavaAtAllThenTwoSentencesSayWhereItWasLookedFor() throws Exception {
		assumeThat(System.getProperty("user.name")).isEqualTo("root");
		assumeThat(Path.of("/usr/bin/unshare")).isExecutable();
		Path folder = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("daprd"));
		dangle(folder);
		String withoutJava = "mount -t tmpfs none /usr/lib/jvm && exec env -i " + LaunchedProcesses.launcher(folder)
				+ " --build-info";
		LaunchedProcesses.Outcome outcome = this.processes.run(Map.of("PATH", "/usr/bin:/bin"), "/usr/bin/unshare",
				"--mount", "/bin/sh", "-c", withoutJava);
		assertThat(outcome.output()).isEqualTo("daprd: " + folder.resolve("runtime/bin/daprd")
				+ " leads to no Java, and none of version 17 or newer was found at JAVA25_HOME, JAVA_HOME or in "
				+ "/usr/lib/jvm. Install one there, or package the sidecar again on this machine.\n");
		assertThat(outcome.exitCode()).isEqualTo(1);
	}

	@Test
	void whenTheMainJarIsMissingOrThePathHasAColonThenASentenceSaysSo() throws Exception {
		Path folder = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("a:b"));
		assertThat(this.processes.run(Map.of(), LaunchedProcesses.launcher(folder), "--build-info").output())
			.isEqualTo("daprd: The path " + folder + " has a colon, at which Java would split it. "
					+ "Move the sidecar's folder, or mount it elsewhere.\n");
		Path moved = Files.move(folder, this.scratch.resolve("daprd"));
		Path jar = moved.resolve("lib/dapr-invoke-gateway-app.jar");
		Files.delete(jar);
		LaunchedProcesses.Outcome outcome = this.processes.run(Map.of(), LaunchedProcesses.launcher(moved),
				"--build-info");
		assertThat(outcome.output()).isEqualTo("daprd: " + jar + " is missing. Package the sidecar again.\n");
		assertThat(outcome.exitCode()).isEqualTo(1);
	}

	@Test
	void whenLibrariesAreMissingThenTwoSentencesSaySo() throws Exception {
		Path bin = Files.createDirectories(this.scratch.resolve("bin"));
		Path alone = Files.copy(Path.of(LaunchedProcesses.launcher(PACKAGED)), bin.resolve("daprd"),
				StandardCopyOption.COPY_ATTRIBUTES);
		LaunchedProcesses.Outcome outcome = this.processes.run(Map.of(), alone.toString(), "--app-id=cart");
		assertThat(outcome.exitCode()).isEqualTo(1);
		assertThat(outcome.output()).isEqualTo("daprd: No folder lib lies beside the folder of " + alone
				+ ". Keep the sidecar's folder together, and start bin/daprd inside it.\n");
	}

	@Test
	void whenFolderIsPackagedThenEveryJarOfTheManifestIsThere() throws Exception {
		Path main = PACKAGED.resolve("lib/dapr-invoke-gateway-app.jar");
		try (JarFile jar = new JarFile(main.toFile()); Stream<Path> files = Files.list(PACKAGED.resolve("lib"))) {
			List<String> named = List.of(jar.getManifest().getMainAttributes().getValue("Class-Path").split(" "));
			List<String> present = files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".jar") && !name.equals(main.getFileName().toString()))
				.toList();
			assertThat(present).containsExactlyInAnyOrderElementsOf(named);
		}
	}

	private static void dangle(Path folder) throws IOException {
		Files.delete(folder.resolve("runtime/bin/daprd"));
		Files.createSymbolicLink(folder.resolve("runtime/bin/daprd"), Path.of("/nowhere/bin/java"));
	}

	/** Until exec has happened the process still is the shell. */
	private static void awaitMainClass(Process process, Path proc) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!Files.readString(proc.resolve("cmdline")).contains("sidecar.Main")) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
		}
	}

}
