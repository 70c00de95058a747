package dev.daprinvoke.scenario.client;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An app that starts before its sidecar: {@code dapr.invoke.wait-for-sidecar}.
 */
class WaitForSidecarTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@TempDir
	private Path folder;

	@Test
	void whenTheSidecarComesLaterThenTheAppIsReadyOnlyThen() {
		int port = Ports.free();
		int sidecarPort = Ports.free();
		RawHttp user = RawHttp.to(port);
		try (ChildProcess shop = Shop.process(this.folder, sidecarPort, "server.port=" + port,
				"spring.main.web-application-type=servlet", "dapr.invoke.wait-for-sidecar=120s")) {
			Waiting.until("an app that waits", LIMIT,
					() -> shop.output().contains("Waiting up to PT2M for the sidecar: "), shop::evidence);
			assertThat(user.get("/readiness").text()).isEqualTo("REFUSING_TRAFFIC");
			// As tools start it: the sidecar waits for the app's port in turn.
			try (Sidecar sidecar = Sidecar.of("shop", this.folder)
				.names(NameResolutionFile.in(this.folder))
				.appPort(port)
				.httpPort(sidecarPort)
				.startReady()) {
				Waiting.until("a ready app", LIMIT, () -> isReady(user), shop::evidence);
				RawResponse seen = user.get("/blocking/nobody");
				assertThat(seen.text()).startsWith("AppNotFoundException");
				assertThat(sidecar.process().isAlive()).isTrue();
			}
		}
	}

	private static boolean isReady(RawHttp user) {
		return user.get("/readiness").text().equals("ACCEPTING_TRAFFIC");
	}

	@Test
	void whenTheSidecarDoesNotComeThenTheAppFailsAndSaysWhatToDo() {
		int sidecarPort = Ports.free();
		try (ChildProcess shop = Shop.process(this.folder, sidecarPort, "server.port=" + Ports.free(),
				"spring.main.web-application-type=servlet", "dapr.invoke.wait-for-sidecar=300ms")) {
			assertThat(shop.awaitExit(LIMIT)).isEqualTo(1);
			assertThat(shop.output().text()).contains("APPLICATION FAILED TO START",
					"The sidecar was not ready within 300 ms (dapr.invoke.wait-for-sidecar): ",
					"127.0.0.1:" + sidecarPort, "Action:", "Start the app with its sidecar, as `dapr run ");
		}
	}

}
