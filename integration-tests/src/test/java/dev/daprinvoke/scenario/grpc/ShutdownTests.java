package dev.daprinvoke.scenario.grpc;

import java.nio.file.Path;

import io.grpc.Status;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.testkit.RawGrpcCall;

import static org.assertj.core.api.Assertions.assertThat;

/** The sidecar ends when its gRPC API is asked to. */
class ShutdownTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "false, 0", "true, 1" })
	void whenTheGrpcApiAsksForItThenTheSidecarEnds(String forced, int code) throws Exception {
		try (Sidecar sidecar = Sidecar.of("shut", this.folder).startReady(); ApiClient client = ApiClient.of(sidecar)) {
			Status status = RawGrpcCall
				.begin(client.channel(), "dapr.proto.runtime.v1.Dapr/Shutdown", "dapr-force-shutdown", forced)
				.send(new byte[0])
				.complete()
				.status();
			assertThat(status.getCode()).isEqualTo(Status.Code.OK);
			assertThat(sidecar.awaitExit()).isEqualTo(code);
		}
	}

}
