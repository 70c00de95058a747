package dev.daprinvoke.sidecar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The folder where there is no JDK 25: it gets a link to a JDK 17 and an archive made by
 * that.
 */
@Timeout(300)
class OlderJavaIT {

	private static final Path PACKAGED = Path.of("target/daprd").toAbsolutePath();

	private static final Path PACKAGE_RUNTIME = Path.of("src/main/packaging/package-runtime").toAbsolutePath();

	private final LaunchedProcesses processes = new LaunchedProcesses();

	@TempDir
	private Path scratch;

	@AfterEach
	void endProcesses() {
		this.processes.close();
	}

	@Test
	void whenPackagedOnJava17ThenItsArchiveIsUsedUntilAJarChangesAndTheLogSaysSo() throws Exception {
		Path jdk = java17();
		Path copy = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("daprd"));
		packageAnew(copy, jdk);
		assertThat(copy.resolve("runtime/bin/daprd").toRealPath()).isEqualTo(jdk.resolve("bin/java").toRealPath());
		assertThat(archives(copy)).singleElement().asString().endsWith(".jsa");

		assertThat(start(copy)).containsOnlyOnce("there was no JDK 25: it needs more memory and processor time.")
			.containsPattern("Java 17\\S* runs this sidecar")
			.doesNotContain("start-up archive")
			.contains("source: shared objects file");

		// Behind the end of a jar's content anything may stand.
		Files.write(copy.resolve("lib/dapr-invoke-gateway-app.jar"), new byte[1], StandardOpenOption.APPEND);
		assertThat(start(copy)).containsOnlyOnce("is not one that this Java can use: this start takes longer.");

		Files.delete(archives(copy).get(0));
		assertThat(start(copy)).containsOnlyOnce("There is no start-up archive in lib for this Java");
	}

	private void packageAnew(Path folder, Path jdk) throws Exception {
		ProcessBuilder builder = new ProcessBuilder("/bin/sh", PACKAGE_RUNTIME.toString(), folder.toString(),
				jdk.toString())
			.redirectErrorStream(true);
		// An archive of fewer calls is one as well.
		builder.environment().put("JDK_JAVA_OPTIONS", "-Dcalls=500");
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
	}

	/** Starts far enough to have a log, and to fail; classes are logged as well. */
	private String start(Path folder) throws Exception {
		return this.processes
			.run(Map.of("DAPR_INVOKE_JVM_OPTIONS", "-Xlog:class+load"), LaunchedProcesses.launcher(folder),
					"--app-id=cart", "--mode=foo")
			.output();
	}

	private static List<Path> archives(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
			return files.filter((file) -> file.toString().matches(".*\\.(aot|jsa)")).toList();
		}
	}

	private static Path java17() throws IOException {
		Path installed = Path.of("/usr/lib/jvm");
		assumeThat(installed).as("a folder of JDKs").isDirectory();
		try (Stream<Path> jdks = Files.list(installed)) {
			List<Path> found = jdks.filter((jdk) -> Files.isExecutable(jdk.resolve("bin/javac")))
				.filter((jdk) -> version(jdk).startsWith("17."))
				.sorted()
				.toList();
			assumeThat(found).as("JDK 17 in %s", installed).isNotEmpty();
			return found.get(0);
		}
	}

	private static String version(Path jdk) {
		Properties release = new Properties();
		try (InputStream file = Files.newInputStream(jdk.resolve("release"))) {
			release.load(file);
		}
		catch (IOException ex) {
			return "";
		}
		return release.getProperty("JAVA_VERSION", "").replace("\"", "");
	}

}
