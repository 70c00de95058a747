package dev.daprinvoke.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.Prerequisite;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.harness.Workspace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tools that start {@code daprd} rely on (contract, invocation.md 0).
 */
class LauncherTests {

	@TempDir
	private Path folder;

	@Test
	void whenTheVersionIsAskedForThenTheLauncherNeedsNoJvm() throws IOException {
		Path alone = Files.copy(Workspace.daprd(), this.folder.resolve("daprd"), StandardCopyOption.COPY_ATTRIBUTES);
		try (ChildProcess process = ChildProcess.start("version", this.folder, Map.of(),
				List.of(alone.toString(), "--version"))) {
			assertThat(process.awaitExit(Duration.ofSeconds(5))).isZero();
			assertThat(process.output().lines()).containsExactly("1.18.0");
			assertThat(process.errors().lines()).isEmpty();
		}
	}

	@Test
	void whenTheEnvironmentIsEmptyThenTheSidecarIsTheLaunchedProcess() {
		try (Sidecar sidecar = Sidecar.of("bare", this.folder).startReady()) {
			ProcessHandle handle = ProcessHandle.of(sidecar.process().pid()).orElseThrow();
			assertThat(handle.children()).isEmpty();
			assertThat(handle.info().command()).get().asString().contains("/");
			assertThat(sidecar.process().errors().lines()).isEmpty();
		}
	}

	@Test
	void whenTheShellsVariablesAreMeantForTheAppsJvmThenTheSidecarIgnoresThem() {
		String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0";
		try (Sidecar sidecar = Sidecar.of("stubborn", this.folder)
			.variable("JAVA_TOOL_OPTIONS", debugger)
			.variable("JDK_JAVA_OPTIONS", debugger)
			.variable("_JAVA_OPTIONS", debugger)
			.variable("SERVER_PORT", "1")
			.variable("SPRING_PROFILES_ACTIVE", "nonsense")
			.startReady()) {
			assertThat(sidecar.http().statusOf("/v1.0/healthz")).isEqualTo(204);
		}
	}

	// As sh does for what it starts in the background.
	@ParameterizedTest
	@CsvSource({ "INT,interrupt", "TERM,terminated" })
	void whenTheSignalIsIgnoredAroundTheSidecarThenItStopsAllTheSame(String signal, String goName) {
		try (Sidecar sidecar = Sidecar.of("background", this.folder)
			.through("/usr/bin/env", "--ignore-signal=" + signal)
			.startReady()) {
			Assumptions.assumeFalse(sidecar.process().output().contains(" cannot end that"));
			sidecar.process().signal(signal);
			assertThat(sidecar.awaitExit()).isZero();
			assertThat(sidecar.process().output().contains("Received signal '" + goName + "'; beginning shutdown"))
				.isTrue();
			assertThat(sidecar.process().errors().lines()).isEmpty();
		}
	}

	/** The calls it makes to itself (decision 0010) stand between the last two lines. */
	@ParameterizedTest
	@ValueSource(strings = { "starting Dapr Runtime", "Initialized name resolution", "Trace sampler initialized",
			"HTTP API listens" })
	void whenAStopComesDuringTheStartThenTheExitCodeIsZero(String line) {
		try (Sidecar sidecar = Sidecar.of("early", this.folder).start()) {
			sidecar.process().output().await(line, Duration.ofSeconds(20));
			sidecar.process().signal("TERM");
			assertThat(sidecar.awaitExit()).isZero();
			assertThat(sidecar.process().output().contains("Daprd shutdown gracefully")).isTrue();
		}
	}

	@Test
	void whenNothingAroundItMayBeWrittenAndTheUserIsNobodyThenTheSidecarRuns() throws IOException {
		Prerequisite.succeeds("root, and the programs unshare and setpriv (util-linux)",
				List.of("/usr/bin/unshare", "--mount", "/usr/bin/setpriv", "--reuid=65534", "/bin/true"));
		// With nothing to write to, not even for the SQLite file: nobody else is called.
		Path configuration = Files.writeString(this.folder.resolve("nobody.yaml"),
				"spec: {nameResolution: {component: none}}");
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		String readOnly = "for mount in / /tmp /var/tmp /dev/shm /run /work; do "
				+ "/bin/mount --bind $mount $mount 2>/dev/null && /bin/mount -o remount,ro,bind $mount; done; "
				+ "cd / && ! (echo >/tmp/written) 2>/dev/null && "
				+ "exec /usr/bin/setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs \"$@\"";
		try (TestApp app = TestApp.start();
				Sidecar sidecar = Sidecar.of("nobody", this.folder)
					.unconfined()
					.through("/usr/bin/unshare", "--mount", "/bin/sh", "-c", readOnly, "sh")
					.appPort(app.port())
					.arguments("--config", configuration.toString())
					.startReady()) {
			assertThat(Files.readAllLines(Path.of("/proc", Long.toString(sidecar.process().pid()), "status")))
				.anyMatch((line) -> line.matches("Uid:(\\s+65534){4}"));
			assertThat(sidecar.http().get("/v1.0/metadata").status()).isEqualTo(200);
			assertThat(sidecar.process().errors().lines()).isEmpty();
		}
	}

}
