package dev.daprinvoke.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import dev.daprinvoke.benchmarks.report.Machine;
import dev.daprinvoke.benchmarks.report.Report;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.subject.Direct;
import dev.daprinvoke.benchmarks.subject.SidecarPair;
import dev.daprinvoke.benchmarks.subject.SubjectStarter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short run on real processes: the app, and a pair of programs that take daprd's flags.
 */
class BenchmarkTests {

	@TempDir
	Path folder;

	private List<String> conditionLines = List.of();

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@Test
	void measuresAPairBesideDirectCallsAndLeavesNoProcessBehind() throws Exception {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		Path launcher = launcher("exec '" + java + "' -cp '" + System.getProperty("java.class.path") + "' "
				+ FakeSidecar.class.getName() + " \"$@\"");
		String report = run(launcher);
		assertThat(report).contains("time to ready ", "resident memory, fresh ")
			.contains("| time to ready, JDK 17 ", "| resident memory, fresh, JDK 17 |")
			.contains("First requests after start at 100 per second, p99")
			.contains("| 101 to 200 |", "| 1 to 200   |")
			.doesNotContain("Not measured");
		assertThat(this.printed.toString(StandardCharsets.UTF_8)).contains("[run 1/1] daprd    ready after ")
			.contains("[run 1/1] direct   first hundred requests: p50 ");
		assertThat(this.conditionLines)
			.contains("`daprd`: a sidecar each for caller and callee, version 1.18.0, on JDK "
					+ System.getProperty("java.version"));
		assertThat(ProcessHandle.current().descendants()).isEmpty();
	}

	@Test
	void whenTheSidecarDoesNotStartThenShowsItsOutputAndMeasuresTheRest() throws Exception {
		String report = run(launcher("echo cannot be; exit 1"));
		assertThat(report).contains("### Not measured")
			.contains("Run 1, daprd: ready: daprd-lone ended while starting:\n    cannot be")
			.contains("| 101 to 200 |");
		assertThat(ProcessHandle.current().descendants()).isEmpty();
	}

	private String run(Path launcher) throws IOException, InterruptedException {
		Options options = Options.parse("--daprd", launcher.toString(), "--jdk17", launcher.toString(), "--quick",
				"--only", "ready,first");
		List<SubjectStarter> starters = List.of(new Direct(), new SidecarPair(options.launchers().get(0)));
		Conditions conditions = new Conditions(Machine.look(), options, starters, List.of());
		PrintStream out = new PrintStream(this.printed, true, StandardCharsets.UTF_8);
		Results results = new Benchmark(options, starters, List.of(), conditions, out).run();
		this.conditionLines = conditions.lines();
		return new Report(results, List.of("direct", "daprd"), List.of("daprd"), List.of()).render();
	}

	private Path launcher(String command) throws IOException {
		Path launcher = this.folder.resolve("daprd");
		Files.writeString(launcher, "#!/bin/sh\n[ \"$1\" != --version ] || exec echo 1.18.0\n" + command + "\n");
		return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
	}

}
