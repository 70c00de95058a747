package dev.daprinvoke.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.sidecar.edge.WireAnswer;
import dev.daprinvoke.sidecar.edge.WireClient;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sidecar as a process beside a Spring app: same directory, same environment.
 */
@Timeout(120)
class SidecarProcessTests {

	private static final String LINE = "time=\"[^\"]+\" level=info msg=(\"[^\"]*\"|\\S+) app_id=cart instance=\\S+ "
			+ "scope=\\S+ type=log ver=1\\.18\\.0";

	private final int port = Ports.free();

	@TempDir
	private Path folder;

	private @Nullable Process process;

	@AfterEach
	void endProcess() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	@Test
	void whenTheAppNextDoorConfiguresSpringThenTheSidecarDoesNotCare() throws Exception {
		Files.writeString(this.folder.resolve("application.yaml"), "dapr.invoke.edge.lane: broken");
		Files.writeString(Files.createDirectories(this.folder.resolve("config")).resolve("application.properties"),
				"dapr.invoke.edge.lane=broken");
		Process sidecar = start(Map.of("SPRING_APPLICATION_JSON", "{\"dapr.invoke.edge.lane\":\"broken\"}",
				"SPRING_CONFIG_LOCATION", "file:nowhere.yaml", "SPRING_PROFILES_ACTIVE", "prod", "SERVER_PORT", "1",
				"SPRING_MAIN_BANNER_MODE", "console", "LOGGING_LEVEL_ROOT", "debug", "MANAGEMENT_SERVER_PORT", "2",
				"DAPR_INVOKE_EDGE_LANE", "broken"));
		List<String> lines = linesUntil("dapr initialized. Status: Running.", sidecar);
		malformedRequests();
		assertThat(new ProcessBuilder("kill", "-TERM", Long.toString(sidecar.pid())).start().waitFor()).isZero();
		sidecar.inputReader().lines().forEach(lines::add);
		assertThat(sidecar.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(sidecar.exitValue()).isZero();
		assertThat(lines).allMatch((line) -> line.matches(LINE), "an info line as daprd writes it");
		assertThat(lines.get(lines.size() - 1)).contains("msg=\"Daprd shutdown gracefully\"");
	}

	@Test
	void whenTheOwnConfigurationIsWrongThenOneLineSaysSo() throws Exception {
		Path wrong = Files.writeString(this.folder.resolve("wrong.yaml"), "dapr.invoke.edge.lane: fast");
		Process sidecar = start(Map.of(), "--dapr-invoke-config=" + wrong);
		List<String> lines = new ArrayList<>(sidecar.inputReader().lines().toList());
		assertThat(sidecar.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(sidecar.exitValue()).isEqualTo(1);
		assertThat(lines.remove(lines.size() - 1))
			.contains("level=fatal msg=\"Fatal error from runtime: Spring could not "
					+ "start with the sidecar's configuration (")
			.contains(
					wrong + "): dapr.invoke.edge.lane: fast (expected: auto, direct or gateway). Correct it there.\"");
		assertThat(lines).allMatch((line) -> line.matches(LINE), "an info line as daprd writes it");
	}

	private void malformedRequests() throws Exception {
		for (String request : List.of("nonsense\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n")) {
			WireAnswer answer = WireClient.exchange(this.port, request);
			assertThat(answer.status()).isEqualTo(400);
		}
	}

	private Process start(Map<String, String> environment, String... more) throws IOException {
		Path configuration = Files.writeString(this.folder.resolve("dapr.yaml"), """
				apiVersion: dapr.io/v1alpha1
				kind: Configuration
				metadata: {name: test}
				spec: {nameResolution: {component: sqlite, configuration: {connectionString: '%s'}}}
				""".formatted(this.folder.resolve("hosts.db")));
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-XX:TieredStopAtLevel=1", "-Ddapr.invoke.home=" + Path.of("src/main/daprd").toAbsolutePath(), "-cp",
				classPath(), Main.class.getName(), "--app-id=cart", "--config=" + configuration,
				"--dapr-listen-addresses=127.0.0.1", "--dapr-http-port=" + this.port,
				"--dapr-grpc-port=" + Ports.free(), "--dapr-internal-grpc-listen-address=127.0.0.1",
				"--dapr-internal-grpc-port=" + Ports.free(), "--enable-metrics=false"));
		command.addAll(List.of(more));
		// As the launcher does: newer JVMs warn of what our libraries may not do soon.
		if (Runtime.version().feature() >= 24) {
			command.addAll(1, List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		}
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile()).redirectErrorStream(true);
		builder.environment().putAll(environment);
		Process started = builder.start();
		this.process = started;
		return started;
	}

	// Relative entries would be looked for in the process's own directory.
	private static String classPath() {
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(":")) {
			entries.add(Path.of(entry).toAbsolutePath().toString());
		}
		return String.join(":", entries);
	}

	private static List<String> linesUntil(String text, Process process) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = process.inputReader().readLine(); line != null; line = process.inputReader().readLine()) {
			lines.add(line);
			if (line.contains(text)) {
				return lines;
			}
		}
		throw new IOException("The process ended early: " + lines);
	}

}
