package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.H2Spec;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The API port keeps to HTTP/2's rules as {@code h2spec} has them, strict; what remains
 * is listed in docs/compatibility.md.
 */
@Timeout(240)
class H2SpecTests {

	/** Explained in docs/compatibility.md. */
	private static final List<String> KNOWN = List.of("3.5/2 Sends invalid connection preface",
			"5.1/6 half closed (remote): Sends a HEADERS frame", "5.1/12 closed: Sends a HEADERS frame",
			"5.1.1/2 Sends stream identifier that is numerically smaller than previous");

	@TempDir
	private static Path folder;

	@Test
	void whenTheRulesOfHttp2AreTriedOnTheApiPortThenOnlyKnownOnesAreNotKept() {
		H2Spec.require();
		try (TestApp app = TestApp.start();
				Sidecar sidecar = Sidecar.of("h2spec", folder)
					.names(NameResolutionFile.in(folder))
					.appPort(app.port())
					.startReady()) {
			app.on("/whole", (exchange) -> {
				exchange.body().readAllBytes();
				exchange.respond(200, "some text", "Content-Type: text/plain");
			});
			H2Spec result = H2Spec.strict(sidecar.httpPort(), "/v1.0/invoke/h2spec/method/whole", folder);
			assertThat(result.failures()).as(result.output()).isSubsetOf(KNOWN);
			assertThat(result.passed() + result.failures().size()).as(result.output()).isEqualTo(146);
			assertThat(sidecar.http().statusOf("/v1.0/healthz/outbound")).isEqualTo(204);
			assertThat(sidecar.process().output().text()).doesNotContain("level=error", "level=warn");
		}
	}

}
