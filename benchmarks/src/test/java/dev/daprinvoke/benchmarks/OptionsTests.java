package dev.daprinvoke.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.benchmarks.part.Pace;
import dev.daprinvoke.benchmarks.subject.SidecarLauncher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void measuresEverythingFiveTimesUnlessToldOtherwise() {
		Options options = Options.parse("--daprd", "/opt/daprd");
		assertThat(options.launchers())
			.containsExactly(new SidecarLauncher("daprd", Path.of("/opt/daprd"), List.of(), Map.of()));
		assertThat(options.parts()).containsExactly(Selection.values());
		assertThat(options.runs()).isEqualTo(5);
		assertThat(options.pace()).isEqualTo(Pace.FULL);
		assertThat(options.results()).isEmpty();
	}

	@Test
	void quickIsOneShortRun() {
		Options options = Options.parse("--references-only", "--quick");
		assertThat(options.launchers()).isEmpty();
		assertThat(options.runs()).isEqualTo(1);
		assertThat(options.pace()).isEqualTo(Pace.QUICK);
	}

	@Test
	void flagsAndVariablesOfASidecarMayLookLikeOptions() {
		Options options = Options.parse("--daprd=/opt/daprd", "--daprd-args",
				"--log-level=debug  --enable-metrics=false", "--daprd-env", "A=b=c", "--daprd-env=D=");
		SidecarLauncher launcher = options.launchers().get(0);
		assertThat(launcher.arguments()).containsExactly("--log-level=debug", "--enable-metrics=false");
		assertThat(launcher.environment()).isEqualTo(Map.of("A", "b=c", "D", ""));
	}

	@Test
	void aComparisonIsAnotherProgramOrTheSameOneStartedDifferently() {
		assertThat(Options.parse("--daprd=/a", "--compare=/b").launchers().get(1))
			.isEqualTo(new SidecarLauncher("compared", Path.of("/b"), List.of(), Map.of()));
		assertThat(Options.parse("--daprd=/a", "--compare-args=--x").launchers().get(1))
			.isEqualTo(new SidecarLauncher("compared", Path.of("/a"), List.of("--x"), Map.of()));
		assertThat(Options.parse("--daprd=/a", "--compare-env=X=1").launchers().get(1))
			.isEqualTo(new SidecarLauncher("compared", Path.of("/a"), List.of(), Map.of("X", "1")));
	}

	@Test
	void theSidecarOnJdk17IsTheJudgedOneStartedByAnotherProgram() {
		assertThat(Options.parse("--daprd=/a", "--daprd-args=--x", "--jdk17=/b").jdk17())
			.hasValue(new SidecarLauncher("daprd", Path.of("/b"), List.of("--x"), Map.of()));
		assertThat(Options.parse("--daprd=/a").jdk17()).isEmpty();
		assertThat(Options.parse("--references-only", "--jdk17=/b").jdk17()).isEmpty();
	}

	@Test
	void onlySelectsParts() {
		Options options = Options.parse("--references-only", "--only", "cpu, big", "--runs=3", "--warm-up=7");
		assertThat(options.parts()).containsExactly(Selection.CPU, Selection.BIG);
		assertThat(options.runs()).isEqualTo(3);
		assertThat(options.pace().warmUp()).isEqualTo(Duration.ofSeconds(7));
		assertThat(options.needsWrk()).isTrue();
		assertThat(Options.parse("--references-only", "--only=ready,first").needsWrk()).isFalse();
		assertThat(Options.parse("--references-only", "--only=growth").needsWrk()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					--fast                      | option: --fast (expected: one of those that --help shows)
					--runs                      | --runs: nothing (expected: a value)
					--runs=0                    | --runs: 0 (expected: a whole number from 1 to 9999)
					--only=cpu,disk             | --only: disk (expected: cpu, throughput, post, latency, big, ready, first, growth or grpc, separated by commas)
					--daprd-env=NAME            | --daprd-env: NAME (expected: NAME=VALUE)
					--quick                     | --daprd: nothing (expected: the path of a daprd-compatible program)
					""")
	void whenTheCommandLineIsBadThenSaysWhatWasExpected(String argument, String message) {
		String[] arguments = (argument.equals("--quick")) ? new String[] { argument }
				: new String[] { "--references-only", argument };
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(arguments)).withMessage(message);
	}

}
