package dev.daprinvoke.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.SidecarSetup;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sidecar that cannot start says in two sentences what happened and what to do, and
 * ends with 1 (contract, invocation.md 6).
 */
class StartUpErrorTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "--dapr-http-port", "--dapr-grpc-port", "--dapr-internal-grpc-port", "--metrics-port",
			"--dapr-public-port" })
	void whenAPortIsTakenThenTheErrorNamesIt(String flag) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			int port = taken.getLocalPort();
			assertFatal(sidecar().arguments(flag + "=" + port, "--dapr-public-listen-address=127.0.0.1"),
					Integer.toString(port));
		}
	}

	@Test
	void whenTheConfigurationFileIsMissingThenTheErrorNamesIt() {
		Path missing = this.folder.resolve("nowhere.yaml");
		assertFatal(sidecar().arguments("--config", missing.toString()), missing.toString());
	}

	@Test
	void whenTheConfigurationIsNoYamlThenTheErrorNamesTheFile() throws IOException {
		Path bad = Files.writeString(this.folder.resolve("bad.yaml"), "spec:\n  tracing: [unclosed\n");
		assertFatal(sidecar().arguments("--config", bad.toString()), bad.toString());
	}

	@Test
	void whenTheResourcesFolderIsMissingThenTheErrorNamesIt() {
		Path missing = this.folder.resolve("nowhere");
		assertFatal(sidecar().arguments("--resources-path", missing.toString()), missing.toString());
	}

	@ParameterizedTest
	@CsvSource({ "httpPipeline, 'handlers: [{name: u, type: middleware.http.u}]'",
			"appHttpPipeline, 'handlers: [{name: u, type: middleware.http.u}]'" })
	void whenTheConfigurationAsksForWhatIsNotBuiltThenTheSidecarDoesNotStart(String member, String content)
			throws IOException {
		Path file = Files.writeString(this.folder.resolve("unbuilt.yaml"), """
				apiVersion: dapr.io/v1alpha1
				kind: Configuration
				metadata:
				  name: unbuilt
				spec:
				  %s:
				    %s
				""".formatted(member, content));
		assertFatal(sidecar().arguments("--config", file.toString()), member);
	}

	@ParameterizedTest
	@CsvSource({ "Resiliency, '{policies: {timeouts: {fast: 1s}}, targets: {apps: {cart: {timeout: fast}}}}'",
			"HTTPEndpoint, '{baseUrl: http://127.0.0.1}'" })
	void whenAResourceIsNotBuiltThenTheSidecarDoesNotStart(String kind, String spec) throws IOException {
		Path resources = Files.createDirectory(this.folder.resolve("resources"));
		Files.writeString(resources.resolve("unbuilt.yaml"), """
				apiVersion: dapr.io/v1alpha1
				kind: %s
				metadata:
				  name: unbuilt
				spec: %s
				""".formatted(kind, spec));
		assertFatal(sidecar().arguments("--resources-path", resources.toString()), kind);
	}

	@ParameterizedTest
	@CsvSource({ "--app-id=, parameter app-id cannot be empty", "--app-id=a.b, parameter app-id cannot contain dots",
			"--mode=foo, invalid mode: foo", "--app-protocol=zz, invalid value for 'app-protocol': zz" })
	void whenAFlagMakesNoSenseThenTheErrorIsDaprs(String argument, String text) {
		assertFatal(sidecar().arguments(argument), text);
	}

	@Test
	void whenTheAppHasTheApiPortThenTheErrorSaysWhichFlagsConflict() {
		assertFatal(sidecar().httpPort(3999).arguments("--app-port=3999"),
				"the 'dapr-http-port' argument value 3999 conflicts with 'app-port'");
	}

	@ParameterizedTest
	@CsvSource({ "'--dapr-http-port=3999 --dapr-grpc-port=3999', both ask for port 3999 of the same address",
			"--disable-init-endpoints=health, --disable-init-endpoints=health names no endpoint",
			"--unix-domain-socket=/nowhere/at/all, --unix-domain-socket=/nowhere/at/all is no directory" })
	void whenFlagsAskForTheImpossibleThenTheErrorSaysWhat(String arguments, String text) {
		assertFatal(sidecar().arguments(arguments.split(" ")), text);
	}

	@Test
	void whenAFlagIsUnknownThenTheExitCodeIs2() {
		try (Sidecar sidecar = sidecar().arguments("--x").start()) {
			assertThat(sidecar.process().awaitExit(Duration.ofSeconds(30))).isEqualTo(2);
			assertThat(sidecar.process().output().text() + sidecar.process().errors().text())
				.contains("unknown flag: --x");
		}
	}

	private SidecarSetup sidecar() {
		return Sidecar.of("starter", this.folder);
	}

	private static void assertFatal(SidecarSetup setup, String text) {
		try (Sidecar sidecar = setup.start()) {
			// Binding is tried for 10 s (contract, invocation.md 1.1).
			assertThat(sidecar.process().awaitExit(Duration.ofSeconds(45))).isEqualTo(1);
			assertThat(sidecar.process().output().lines()).as(sidecar.process()::evidence)
				.filteredOn((line) -> line.contains("level=fatal"))
				.singleElement()
				.asString()
				.contains("Fatal error from runtime: ", text);
		}
	}

}
