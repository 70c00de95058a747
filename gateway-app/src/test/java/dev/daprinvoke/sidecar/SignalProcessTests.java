package dev.daprinvoke.sidecar;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
	void whenHangupComesThenTheProcessGoesOn() throws Exception {
		Process sidecar = start();
		send("HUP", sidecar);
		assertThat(sidecar.inputReader().readLine()).contains(
				"Received signal 'hangup', but restarting the runtime " + "is not built yet: it goes on as it is");
		send("INT", sidecar);
		assertThat(exitCode(sidecar)).isZero();
	}

	// Signals that were ignored around the test, as under nohup, would be ignored inside.
	private Process start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=HUP,INT,TERM",
				Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), SignalledSidecar.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.processes.add(process);
		BufferedReader output = process.inputReader();
		List<String> before = new ArrayList<>();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.equals("running")) {
				return process;
			}
			before.add(line);
		}
		throw new IOException("The process ended early: " + before);
	}

	private static void send(String signal, Process process) throws Exception {
		assertThat(exitCode(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start())).isZero();
	}

	private static int exitCode(Process process) throws InterruptedException {
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

}
