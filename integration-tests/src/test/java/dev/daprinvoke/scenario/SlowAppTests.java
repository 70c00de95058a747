package dev.daprinvoke.scenario;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An app that comes up after its sidecar (contract, invocation.md 4, start-up order, and
 * 5.1).
 */
class SlowAppTests {

	@TempDir
	private Path folder;

	@Test
	void whenTheAppIsNotUpYetThenTheSidecarIsNotReadyButCallsOthers() {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		int port = Ports.free();
		try (TestApp otherApp = TestApp.start();
				Sidecar other = Sidecar.of("other", this.folder).names(names).appPort(otherApp.port()).startReady();
				Sidecar slow = Sidecar.of("slow", this.folder).names(names).appPort(port).start()) {
			slow.await("/v1.0/healthz/outbound", 204);
			RawResponse health = slow.http().get("/v1.0/healthz");
			assertThat(health.status()).isEqualTo(500);
			assertThat(health.text())
				.startsWith("{\"errorCode\":\"ERR_HEALTH_NOT_READY\",\"message\":\"dapr is not ready: [");
			assertThat(slow.invoke("other", "x").status()).isEqualTo(200);
			try (TestApp app = TestApp.start(port)) {
				slow.awaitReady();
				assertThat(other.invoke("slow", "x").status()).isEqualTo(200);
				assertThat(app.receivedAt("/x")).hasSize(1);
				assertThat(app.receivedAt("/dapr/config")).singleElement()
					.satisfies((request) -> assertThat(request.header("Dapr-App-Id")).isEqualTo("slow"));
			}
		}
	}

}
