package dev.daprinvoke.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps found by a pattern of names (contract, platform.md 3.1), and what is said when the
 * resolver cannot work (invocation.md 1.7).
 */
class NameFormatTests {

	@TempDir
	private Path folder;

	@Test
	void whenAFormatIsGivenThenTheAppIsCalledUnderItsName() throws IOException {
		try (TestApp app = TestApp.start();
				Sidecar callee = Sidecar.of("localhost", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.startReady();
				Sidecar caller = Sidecar.of("caller", this.folder)
					.arguments("--config", configuration("nameformat", "'{appid}:" + callee.internalPort() + "'"))
					.startReady()) {
			RawResponse response = caller.invoke("localhost", "items?a=1");
			assertThat(response.text()).isEqualTo("ok");
			assertThat(app.lastReceived().requestLine()).isEqualTo("GET /items?a=1 HTTP/1.1");
			assertThat(caller.http().get("/by/header", "dapr-app-id: localhost.default").status()).isEqualTo(200);
			assertThat(caller.invoke("a%20b", "x").text()).isEqualTo(ErrorText.failedToInvoke("a b",
					"address: a b:" + callee.internalPort() + " (expected: a host name and a port)"));
			assertThat(caller.invoke("a.b.c", "x").text())
				.isEqualTo(ErrorText.failedToInvoke("a.b.c", "invalid app id a.b.c"));
		}
	}

	@Test
	void whenTheResolverCannotWorkThenTheSidecarStaysUpAndCallsFail() throws IOException {
		try (Sidecar caller = Sidecar.of("caller", this.folder)
			.arguments("--config", configuration("nameformat", "no-place-for-the-id:50002"))
			.startReady()) {
			assertThat(caller.process().output().text()).contains("Failed to init name resolution: "
					+ "format: no-place-for-the-id:50002 (expected: an address that holds {appid}");
			String failure = ErrorText.failedToInvoke("cart", "name resolver not initialized");
			assertThat(caller.invoke("cart", "x").text()).isEqualTo(failure);
			assertThat(caller.http().get("/x", "dapr-app-id: cart").text()).isEqualTo(failure);
			assertThat(caller.invoke("caller", "x").text())
				.isEqualTo(ErrorText.failedToInvoke("caller", "name resolver not initialized"));
		}
	}

	private String configuration(String component, String format) throws IOException {
		return Files.writeString(this.folder.resolve("nameformat.yaml"), """
				apiVersion: dapr.io/v1alpha1
				kind: Configuration
				metadata:
				  name: names
				spec:
				  nameResolution:
				    component: %s
				    configuration:
				      format: %s
				""".formatted(component, format)).toString();
	}

}
