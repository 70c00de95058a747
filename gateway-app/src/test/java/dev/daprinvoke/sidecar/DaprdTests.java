package dev.daprinvoke.sidecar;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.process.signal.Signals;
import dev.daprinvoke.sidecar.SidecarRuntime.End;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.process.flags.Usage;

import static org.assertj.core.api.Assertions.assertThat;

class DaprdTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final List<SidecarSettings> started = new ArrayList<>();

	private final Signals signals = new Signals((name, handler) -> null, (code) -> {
	});

	private SidecarRuntime runtime = (settings, ask) -> {
		this.started.add(settings);
		return End.exit(0);
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
		assertThat(this.out.toString(StandardCharsets.UTF_8))
			.isEqualTo(Usage.text("daprd", List.of(DaprdFlag.values())));
	}

	@Test
	void whenBuildInfoIsAskedForThenBothVersionsArePrinted() throws Exception {
		assertThat(run("--build-info")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).startsWith("Version: 1.18.0\nDapr Invoke for Spring: ");
	}

	@Test
	void whenFlagIsUnknownThenExitCodeIsTwoAndUsageFollows() throws Exception {
		assertThat(run("--app-id=cart --x")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).isEqualTo(
				"unknown flag: --x\n" + Usage.text("daprd", List.of(DaprdFlag.values())) + "unknown flag: --x\n");
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
		this.runtime = (settings, ask) -> {
			throw new StartupException("Port 3500 is taken. Give another one with --dapr-http-port.");
		};
		assertThat(run("--app-id=cart")).isEqualTo(1);
		assertThat(lastLine())
			.contains("msg=\"Fatal error from runtime: Port 3500 is taken. Give another one with --dapr-http-port.\"");
	}

	@Test
	void whenRuntimeBreaksDownThenTheErrorIsLoggedAndFatal() throws Exception {
		this.runtime = (settings, ask) -> {
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
		this.runtime = (settings, ask) -> {
			this.started.add(settings);
			return End.exit(7);
		};
		assertThat(run("--app-id=cart")).isEqualTo(7);
		assertThat(this.started).singleElement()
			.satisfies((settings) -> assertThat(settings.folder().home()).isEqualTo(Path.of("/opt/daprd")));
		assertThat(this.out.toString(StandardCharsets.UTF_8))
			.contains("level=info msg=\"starting Dapr Runtime -- version 1.18.0 -- Dapr Invoke for Spring ")
			.contains("level=warning msg=\"some other java\"")
			.contains("level=warning msg=\"OTEL_EXPORTER_OTLP_ENDPOINT is set, but ");
	}

	@Test
	void whenASignalCameBeforeTheLogThenItIsSaidAndTheRuntimeHearsIt() throws Exception {
		this.runtime = (settings, ask) -> End.exit(ask.toCompletableFuture().getNow(Ask.RESTART) == Ask.STOP ? 0 : 7);
		this.signals.accept("TERM");
		assertThat(run("--app-id=cart")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8).lines()).first()
			.asString()
			.contains("level=info msg=\"Received signal 'terminated'; beginning shutdown\" app_id=cart ");
		assertThat(lastLine()).contains("msg=\"Daprd shutdown gracefully\"");
	}

	@Test
	void whenARestartIsAskedForThenTheRuntimeLivesAgainOnTheSameSettings() throws Exception {
		this.runtime = (settings, ask) -> {
			this.started.add(settings);
			if (this.started.size() < 4) {
				this.signals.accept("HUP");
				// Asked for while it ends: one restart serves both.
				this.signals.accept("HUP");
			}
			boolean restart = ask.toCompletableFuture().getNow(Ask.STOP) == Ask.RESTART;
			return new End(0, restart);
		};
		assertThat(run("--app-id=cart --enable-app-health-check")).isZero();
		assertThat(this.started).hasSize(4);
		assertThat(this.started.get(3)).isSameAs(this.started.get(0));
		assertThat(this.out.toString(StandardCharsets.UTF_8)).containsOnlyOnce("starting Dapr Runtime")
			.containsOnlyOnce("Daprd shutdown gracefully")
			.contains("msg=\"Received signal 'hangup'; restarting the runtime\"");
	}

	@Test
	void whenAStopComesDuringARestartThenThatLifeIsTheLastAndItsNameIsGivenUp() throws Exception {
		AtomicBoolean closed = new AtomicBoolean();
		this.runtime = new SidecarRuntime() {

			@Override
			public End run(SidecarSettings settings, CompletionStage<Ask> ask) {
				DaprdTests.this.started.add(settings);
				DaprdTests.this.signals.accept("HUP");
				DaprdTests.this.signals.accept("TERM");
				return new End(0, true);
			}

			@Override
			public void close() {
				closed.set(true);
			}

		};
		assertThat(run("--app-id=cart")).isZero();
		assertThat(this.started).hasSize(1);
		assertThat(closed).isTrue();
	}

	@Test
	void whenARestartFindsWhatItCannotStartWithThenItIsFatal() throws Exception {
		this.runtime = (settings, ask) -> {
			this.started.add(settings);
			if (this.started.size() == 1) {
				return new End(0, true);
			}
			throw new StartupException("The Configuration in x.yaml is malformed. Correct the file.");
		};
		assertThat(run("--app-id=cart")).isEqualTo(1);
		assertThat(lastLine()).contains("level=fatal msg=\"Fatal error from runtime: The Configuration in x.yaml ");
	}

	@Test
	void whenAStopIsAskedForThenWaitingForReadinessEnds() throws Exception {
		this.signals.accept("INT");
		assertThat(run("--wait --dapr-http-port=1")).isZero();
	}

	private int run(String arguments) throws InterruptedException {
		return new Daprd(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector"),
				new Launch(Path.of("/opt/daprd"), List.of("some other java")), printing(this.out), printing(this.err),
				this.signals, () -> this.runtime)
			.run(arguments.split(" "));
	}

	private String lastLine() {
		return this.out.toString(StandardCharsets.UTF_8).lines().reduce("", (first, second) -> second);
	}

	private static PrintStream printing(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

}
