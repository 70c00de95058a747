package dev.daprinvoke.sidecar;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 0 (stop) and 5.3, with real signals to a real process.
 */
@Timeout(60)
class SignalProcessTests {

	private final List<Process> processes = new ArrayList<>();

	private final List<String> before = new ArrayList<>();

	@AfterEach
	void endProcesses() {
		this.processes.forEach(Process::destroyForcibly);
	}

	@ParameterizedTest
	@CsvSource({ "INT,interrupt", "TERM,terminated" })
	void whenOneSignalComesThenTheProcessStopsGracefully(String signal, String goName) throws Exception {
		Process sidecar = start();
		send(signal, sidecar);
		assertThat(sidecar.inputReader().readLine())
			.contains("level=info msg=\"Received signal '" + goName + "'; beginning shutdown\"");
		assertThat(exitCode(sidecar)).isZero();
	}

	@Test
	void whenSecondSignalComesThenTheProcessEndsAtOnce() throws Exception {
		Process sidecar = start("stubborn");
		send("TERM", sidecar);
		assertThat(sidecar.inputReader().readLine()).contains("beginning shutdown");
		send("INT", sidecar);
		assertThat(exitCode(sidecar)).isEqualTo(1);
	}

	@Test
	void whenHangupComesThenTheSameProcessBeginsAnew() throws Exception {
		Process sidecar = start();
		send("HUP", sidecar);
		assertThat(sidecar.inputReader().readLine()).contains("Received signal 'hangup'; restarting the runtime");
		assertThat(sidecar.inputReader().readLine()).contains(" msg=running ");
		send("INT", sidecar);
		assertThat(exitCode(sidecar)).isZero();
	}

	// As sh does for what it starts in the background.
	@ParameterizedTest
	@CsvSource({ "INT,interrupt", "TERM,terminated" })
	void whenTheProcessWasStartedWithTheSignalIgnoredThenItHearsItAllTheSameOrOneLineSaysThatItCannot(String signal,
			String goName) throws Exception {
		Process sidecar = startUnder("--ignore-signal=" + signal);
		if (Runtime.version().feature() < 22) {
			assertThatOneLineSaysThatItCannotHear(signal);
			sidecar.destroyForcibly();
			return;
		}
		assertThat(this.before).isEmpty();
		send(signal, sidecar);
		assertThat(sidecar.inputReader().readLine()).contains("Received signal '" + goName + "'; beginning shutdown");
		assertThat(exitCode(sidecar)).isZero();
	}

	private void assertThatOneLineSaysThatItCannotHear(String signal) {
		assertThat(this.before).singleElement(InstanceOfAssertFactories.STRING)
			.contains("level=warning msg=\"This process was started with SIG" + signal + " ignored, and Java ")
			.contains(" cannot end that: it will not react to SIG" + signal + ".")
			.contains("or run it on Java 22 or newer.\"");
	}

	// Signals that were ignored around the test, as under nohup, would be ignored inside.
	private Process start(String... arguments) throws IOException {
		return startUnder("--default-signal=HUP,INT,TERM", arguments);
	}

	private Process startUnder(String signals, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("/usr/bin/env", signals, Path.of(System.getProperty("java.home"), "bin/java").toString(),
						"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
		if (Runtime.version().feature() >= 22) {
			command.add("--enable-native-access=ALL-UNNAMED");
		}
		command.add(SignalledSidecar.class.getName());
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.processes.add(process);
		BufferedReader output = process.inputReader();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.contains(" msg=running ")) {
				return process;
			}
			if (!line.contains("starting Dapr Runtime")) {
				this.before.add(line);
			}
		}
		throw new IOException("The process ended early: " + this.before);
	}

	private static void send(String signal, Process process) throws Exception {
		assertThat(exitCode(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start())).isZero();
	}

	private static int exitCode(Process process) throws InterruptedException {
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

}
