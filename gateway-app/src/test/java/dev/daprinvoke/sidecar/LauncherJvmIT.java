package dev.daprinvoke.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * How the launcher sets up the JVM (docs/performance.md, "Budget").
 */
@Timeout(120)
class LauncherJvmIT {

	private static final Path PACKAGED = Path.of("target/daprd").toAbsolutePath();

	private final LaunchedProcesses processes = new LaunchedProcesses();

	@AfterEach
	void endProcesses() {
		this.processes.close();
	}

	/** Decision 0011; how nice a thread is, proc(5) has as the 19th field. */
	@Test
	void whenTheProcessRunsThenItsCompilersGiveWayToCalls() throws Exception {
		assumeThat(Path.of("/proc/self/task")).isDirectory();
		Process waiting = this.processes.start(Map.of(), Path.of("/"), LaunchedProcesses.launcher(PACKAGED), "--wait",
				"--dapr-http-port", "1");
		Path tasks = Path.of("/proc", Long.toString(waiting.pid()), "task");
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		List<String> compilers = List.of();
		while (!compilers.equals(List.of("10", "10"))) {
			assertThat(System.nanoTime()).as("nice of the compilers: %s", compilers).isLessThan(deadline);
			assertThat(waiting.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
			compilers = niceOf(tasks, "CompilerThre");
		}
	}

	private static List<String> niceOf(Path tasks, String name) throws IOException {
		List<String> nice = new ArrayList<>();
		try (Stream<Path> threads = Files.list(tasks)) {
			for (Path thread : (Iterable<Path>) threads::iterator) {
				String stat = statOf(thread);
				int fields = stat.lastIndexOf(')') + 2;
				if (stat.substring(0, fields).contains(name)) {
					nice.add(stat.substring(fields).split(" ")[16]);
				}
			}
		}
		return nice;
	}

	/** Threads end while they are looked at. */
	private static String statOf(Path thread) {
		try {
			return Files.readString(thread.resolve("stat"));
		}
		catch (IOException ex) {
			return "(ended)  ";
		}
	}

	@Test
	void whenTheProcessStartsThenMemoryAndCompilersAreSizedOnPurpose() throws Exception {
		LaunchedProcesses.Outcome outcome = this.processes.run(
				Map.of("DAPR_INVOKE_JVM_OPTIONS", "-XX:+PrintFlagsFinal"), LaunchedProcesses.launcher(PACKAGED),
				"--build-info");
		assertThat(outcome.output()).containsPattern("MaxHeapSize\\s+= " + (208 << 20) + " ")
			.containsPattern("InitialHeapSize\\s+= " + (32 << 20) + " ")
			.containsPattern("MaxNewSize\\s+= " + (24 << 20) + " ")
			.containsPattern("MaxDirectMemorySize\\s+= " + (256 << 20) + " ")
			.containsPattern("MaxInlineLevel\\s+= 15 ")
			.containsPattern("InlineSmallCode\\s+= 1200 ")
			.containsPattern("FreqInlineSize\\s+= 200 ")
			.containsPattern("LoopOptsCount\\s+= 8 ");
	}

	@Test
	void whenJvmVariablesAreInheritedThenTheyAreDropped() throws Exception {
		Map<String, String> inherited = Map.of("JAVA_TOOL_OPTIONS", "-Xmx1k", "JDK_JAVA_OPTIONS", "-Xmx1k",
				"_JAVA_OPTIONS", "-Xmx1k");
		LaunchedProcesses.Outcome outcome = this.processes.run(inherited, LaunchedProcesses.launcher(PACKAGED),
				"--build-info");
		assertThat(outcome.output()).startsWith("Version: 1.18.0\n").doesNotContain("Picked up");
	}

	@Test
	void whenJvmOptionsAreAddedThenTheyWin() throws Exception {
		LaunchedProcesses.Outcome outcome = this.processes.run(
				Map.of("DAPR_INVOKE_JVM_OPTIONS", "-Dx=* -XX:+PrintFlagsFinal -Xmx48m"),
				LaunchedProcesses.launcher(PACKAGED), "--build-info");
		assertThat(outcome.output()).containsPattern("MaxHeapSize\\s+= " + (48 << 20) + " ")
			.containsPattern("UseSerialGC\\s+= true ");
	}

	/** The objects of the archive would not fit, and the JVM would end. */
	@ParameterizedTest
	@ValueSource(strings = { "-Xms16m", "-Xmn48m", "-Xms26m -Xmn24m", "-Xmx24m -Xms24m -Xmn23m", "-Xms24576k",
			"-Xms08m", "-Xms008M", "-XX:NewSize=32m -XX:MaxNewSize=32m", "-Xmx1g -Xmn1g" })
	void whenOptionsLeaveTheOldGenerationHardlyAnyRoomThenTheSidecarRunsWithoutTheArchive(String options)
			throws Exception {
		assertThat(run(options, "--build-info")).contains("Version: 1.18.0\n");
		assertThat(run(options, "--app-id=cart", "--mode=foo")).contains(
				" is not used, as -Xms is not 4 MB more than -Xmn in DAPR_INVOKE_JVM_OPTIONS: this start takes longer")
			.contains("invalid mode: foo");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx384m", "-Xms64m -Xmn48m", "-Xms1g -Xmx1g", "-Xms064m -Xmn032m", "-Xms067108864",
			"-XX:InitialHeapSize=67108864" })
	void whenOptionsLeaveRoomThenTheArchiveIsUsed(String options) throws Exception {
		assertThat(run(options, "--app-id=cart", "--mode=foo")).doesNotContain("start-up archive")
			.contains("invalid mode: foo");
	}

	private String run(String options, String... flags) throws Exception {
		String[] command = Stream.concat(Stream.of(LaunchedProcesses.launcher(PACKAGED)), Stream.of(flags))
			.toArray(String[]::new);
		return this.processes.run(Map.of("DAPR_INVOKE_JVM_OPTIONS", options), command).output();
	}

}
