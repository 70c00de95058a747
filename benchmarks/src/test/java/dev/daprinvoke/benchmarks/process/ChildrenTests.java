package dev.daprinvoke.benchmarks.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChildrenTests {

	@Test
	void whenClosedThenNeitherProcessesNorFilesAreLeft() throws Exception {
		Child child;
		Path folder;
		try (Children children = Children.create()) {
			folder = children.newFolder("some");
			child = shell(children, "sleep 60 & exec sleep 60");
			assertThat(child.isAlive()).isTrue();
		}
		assertThat(child.isAlive()).isFalse();
		assertThat(folder).doesNotExist();
		assertThat(folder.getParent()).doesNotExist();
	}

	@Test
	void whenClosedThenStartsNothingMore() throws IOException {
		Children children = Children.create();
		children.close();
		assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> shell(children, "true"))
			.withMessage("The benchmark is being stopped.");
	}

	@Test
	void keepsTheOutput() throws Exception {
		try (Children children = Children.create()) {
			Child child = shell(children, "seq 1 20");
			assertThat(child.awaitEnd(Duration.ofSeconds(10))).isTrue();
			assertThat(child.output()).startsWith("1\n2\n").endsWith("20\n");
			assertThat(child.lastOutput()).startsWith("    6\n").endsWith("    20");
		}
	}

	@Test
	void measuresTheProcessAndWhatItStarted() throws Exception {
		try (Children children = Children.create()) {
			Child child = shell(children, "sh -c 'while :; do :; done' & wait");
			long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
			while (child.cpuSeconds() < 0.05 && System.nanoTime() < deadline) {
				Thread.onSpinWait();
			}
			assertThat(child.cpuSeconds()).isGreaterThanOrEqualTo(0.05);
			assertThat(child.memory().peakBytes()).isGreaterThanOrEqualTo(child.memory().residentBytes()).isPositive();
			assertThat(child.javaVersion()).isEmpty();
		}
	}

	@Test
	void dropsVariablesThatWouldChangeASidecar() throws Exception {
		try (Children children = Children.create()) {
			Child child = children.start("env", List.of("env"),
					Map.of("DAPR_HOST_IP", "127.0.0.1", "JAVA_TOOL_OPTIONS", "-Xmx1g"));
			assertThat(child.awaitEnd(Duration.ofSeconds(10))).isTrue();
			assertThat(child.output().lines().filter((line) -> line.startsWith("DAPR_")))
				.containsExactly("DAPR_HOST_IP=127.0.0.1");
			assertThat(child.output()).contains("JAVA_TOOL_OPTIONS=-Xmx1g");
		}
	}

	private static Child shell(Children children, String script) throws IOException {
		return children.start("shell", List.of("sh", "-c", script), Map.of());
	}

}
