package dev.daprinvoke.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.Sidecar;
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

}
