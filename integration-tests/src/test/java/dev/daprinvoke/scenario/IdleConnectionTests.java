package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections without calls are closed after the time that operators set, with the line
 * that tools look for (contract, invocation.md 0 and 2.7).
 */
class IdleConnectionTests {

	@TempDir
	private Path folder;

	@Test
	void whenNobodyCallsForAsLongAsTheVariableSaysThenTheConnectionIsPurgedAndTheNextCallOpensOne() {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestApp app = TestApp.start();
				Sidecar callee = Sidecar.of("callee", this.folder).names(names).appPort(app.port()).start();
				Sidecar caller = Sidecar.of("caller", this.folder)
					.names(names)
					.variable("DAPR_GRPC_MAX_CONN_IDLE", "0m0.5s")
					.variable("DAPR_GRPC_CONN_COLLECTOR_INTERVAL", "250ms")
					.start()) {
			callee.awaitReady();
			caller.awaitReady();
			assertThat(caller.invoke("callee", "items").status()).isEqualTo(200);
			caller.process()
				.output()
				.await("Purged 1 expired gRPC connection(s) to 127.0.0.1:" + callee.internalPort(),
						Duration.ofSeconds(20));
			assertThat(caller.invoke("callee", "items").status()).isEqualTo(200);
		}
	}

}
