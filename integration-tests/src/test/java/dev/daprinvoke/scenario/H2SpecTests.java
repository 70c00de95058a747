package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.H2Spec;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * API port, internal port and gRPC API port keep to HTTP/2's rules as {@code h2spec} has
 * them, strict; what remains is listed in docs/compatibility.md.
 */
@Timeout(400)
class H2SpecTests {

	/** Explained in docs/compatibility.md. */
	private static final List<String> KNOWN = List.of("3.5/2 Sends invalid connection preface",
			"5.1/6 half closed (remote): Sends a HEADERS frame", "5.1/12 closed: Sends a HEADERS frame",
			"5.1.1/2 Sends stream identifier that is numerically smaller than previous");

	/** Explained in docs/compatibility.md. */
	private static final List<String> KNOWN_OF_HOP = List.of("5.1/6 half closed (remote): Sends a HEADERS frame",
			"5.1/12 closed: Sends a HEADERS frame",
			"5.1.1/2 Sends stream identifier that is numerically smaller than previous");

	@TempDir
	private static Path folder;

	private static TestApp app;

	private static Sidecar sidecar;

	@BeforeAll
	static void start() {
		H2Spec.require();
		app = TestApp.start();
		app.on("/whole", (exchange) -> {
			exchange.body().readAllBytes();
			exchange.respond(200, "some text", "Content-Type: text/plain");
		});
		sidecar = Sidecar.of("h2spec", folder).names(NameResolutionFile.in(folder)).appPort(app.port()).startReady();
	}

	@AfterAll
	static void stop() {
		try (TestApp closed = app) {
			sidecar.close();
		}
	}

	@Test
	void whenTheRulesOfHttp2AreTriedOnTheApiPortThenOnlyKnownOnesAreNotKept() {
		assertKept(H2Spec.strict(sidecar.httpPort(), "/v1.0/invoke/h2spec/method/whole", folder), KNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dapr.proto.internals.v1.ServiceInvocation/CallLocal", "/any.Service/Method" })
	void whenTheRulesOfHttp2AreTriedOnTheInternalPortThenOnlyKnownOnesAreNotKept(String path) {
		assertKept(H2Spec.strict(sidecar.internalPort(), path, folder), KNOWN_OF_HOP);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dapr.proto.runtime.v1.Dapr/InvokeService", "/any.Service/Method" })
	void whenTheRulesOfHttp2AreTriedOnTheGrpcApiPortThenOnlyKnownOnesAreNotKept(String path) {
		assertKept(H2Spec.strict(sidecar.grpcPort(), path, folder), KNOWN_OF_HOP);
	}

	private static void assertKept(H2Spec result, List<String> known) {
		assertThat(result.failures()).as(result.output()).isSubsetOf(known);
		assertThat(result.passed() + result.failures().size()).as(result.output()).isEqualTo(146);
		assertThat(sidecar.http().statusOf("/v1.0/healthz/outbound")).isEqualTo(204);
		assertThat(sidecar.process().output().text()).doesNotContain("level=error", "level=warn");
	}

}
