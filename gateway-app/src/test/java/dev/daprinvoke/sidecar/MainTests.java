package dev.daprinvoke.sidecar;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.sidecar.flags.StartupException;
import dev.daprinvoke.sidecar.flags.Usage;

import static org.assertj.core.api.Assertions.assertThat;

class MainTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final List<String> signals = new ArrayList<>();

	private final List<SidecarSettings> started = new ArrayList<>();

	private SidecarRuntime runtime = (settings, stop) -> {
		this.started.add(settings);
		return 0;
	};

	@ParameterizedTest
	@ValueSource(strings = { "--version", "-version", "--version=true", "--app-id=x --version" })
	void whenVersionIsAskedForThenItIsTheWiresVersion(String arguments) throws Exception {
		assertThat(run(arguments)).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEqualTo("1.18.0\n");
	}

	@Test
	void whenHelpIsAskedForThenUsageIsPrinted() throws Exception {
		assertThat(run("--help")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).isEqualTo(Usage.text());
		assertThat(this.signals).isEmpty();
	}

	@Test
	void whenBuildInfoIsAskedForThenBothVersionsArePrinted() throws Exception {
		assertThat(run("--build-info")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).startsWith("Version: 1.18.0\nDapr Invoke for Spring: ");
	}

	@Test
	void whenFlagIsUnknownThenExitCodeIsTwoAndUsageFollows() throws Exception {
		assertThat(run("--app-id=cart --x")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8))
			.isEqualTo("unknown flag: --x\n" + Usage.text() + "unknown flag: --x\n");
		assertThat(this.started).isEmpty();
	}

	@Test
	void whenSettingsAreWrongThenExitCodeIsOneAndTheLastLineSaysWhy() throws Exception {
		assertThat(run("--app-id=my.cart")).isEqualTo(1);
		assertThat(lastLine()).contains(
				" level=fatal msg=\"Fatal error from runtime: parameter app-id cannot contain dots\" app_id=my.cart ");
	}

	@Test
	void whenLogLevelIsWrongThenEvenThatIsLogged() throws Exception {
		assertThat(run("--app-id=cart --log-level=loud")).isEqualTo(1);
		assertThat(lastLine()).contains("level=fatal").contains("--log-level=loud is no log level.");
	}

	@Test
	void whenLogFileCannotBeOpenedThenTheReasonIsOnStdout(@TempDir Path folder) throws Exception {
		assertThat(run("--app-id=cart --log-file=" + folder.resolve("no/file"))).isEqualTo(1);
		assertThat(lastLine()).contains("no/file cannot be opened for writing: java.nio.file.NoSuchFileException");
	}

	@Test
	void whenRuntimeCannotStartThenItsReasonIsFatal() throws Exception {
		this.runtime = (settings, stop) -> {
			throw new StartupException("Port 3500 is taken. Give another one with --dapr-http-port.");
		};
		assertThat(run("--app-id=cart")).isEqualTo(1);
		assertThat(lastLine())
			.contains("msg=\"Fatal error from runtime: Port 3500 is taken. Give another one with --dapr-http-port.\"");
	}

	@Test
	void whenRuntimeBreaksDownThenTheErrorIsLoggedAndFatal() throws Exception {
		this.runtime = (settings, stop) -> {
			throw new IllegalStateException("oops");
		};
		assertThat(run("--app-id=cart")).isEqualTo(1);
		assertThat(this.out.toString(StandardCharsets.UTF_8))
			.contains("level=error msg=\"The sidecar broke down\" app_id=cart "
					+ "error=\"java.lang.IllegalStateException: oops\"");
		assertThat(lastLine()).contains("level=fatal");
	}

	@Test
	void whenAllIsWellThenTheRuntimeGetsTheSettingsAndGivesTheExitCode() throws Exception {
		this.runtime = (settings, stop) -> {
			this.started.add(settings);
			return 7;
		};
		assertThat(run("--app-id=cart")).isEqualTo(7);
		assertThat(this.signals).containsExactlyInAnyOrder("INT", "TERM", "HUP");
		assertThat(this.started).singleElement()
			.satisfies((settings) -> assertThat(settings.folder().home()).isEqualTo(Path.of("/opt/daprd")));
		assertThat(this.out.toString(StandardCharsets.UTF_8))
			.contains("level=info msg=\"starting Dapr Runtime -- version 1.18.0 -- Dapr Invoke for Spring ")
			.contains("level=warning msg=\"some other java\"")
			.contains("level=warning msg=\"OTEL_EXPORTER_OTLP_ENDPOINT is set, but ");
	}

	private int run(String arguments) throws InterruptedException {
		return new Main(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector"),
				new Launch(Path.of("/opt/daprd"), "some other java"), printing(this.out), printing(this.err),
				new Signals((name, handler) -> this.signals.add(name), (code) -> {
				}), () -> this.runtime)
			.run(arguments.split(" "));
	}

	private String lastLine() {
		return this.out.toString(StandardCharsets.UTF_8).lines().reduce("", (first, second) -> second);
	}

	private static PrintStream printing(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

}
