package dev.daprinvoke.sidecar.api.grpc;

import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import dev.daprinvoke.protocol.runtime.GetMetadataResponse;
import dev.daprinvoke.recording.Recording;
import dev.daprinvoke.resource.Features;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.api.http.Metadata;
import dev.daprinvoke.sidecar.api.http.Readiness;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 5.2, and {@code grpcGetMetadata} of
 * {@code fixtures/metadata.json}.
 */
class OwnMetadataTests {

	@Test
	void whenItIsReadThenTheMessageIsAsRecordedButForVersions() throws Exception {
		Metadata metadata = new Metadata(
				new SettingsReader(DaprdFlag.parse("--app-id=caller", "--app-port=6000"), Map.of(), null).read().app(),
				List.of(), Features.DEFAULT, new BuildInfo("1.18.0", "0.1"));
		metadata.set("fixture", "yes");
		// How far the start has come shows in the actor runtime's status.
		GetMetadataResponse.Builder own = new OwnMetadata(metadata, new Readiness()).read().toBuilder();
		GetMetadataResponse.Builder recorded = recorded().toBuilder();
		assertThat(own.removeExtendedMetadata("daprInvokeVersion")
			.putExtendedMetadata("daprRuntimeVersion", "edge")
			.setRuntimeVersion("edge")
			.clearActorRuntime()
			.build()).isEqualTo(recorded.clearActorRuntime().build());
	}

	private static GetMetadataResponse recorded() throws Exception {
		try (InputStream in = Objects.requireNonNull(Recording.class.getResourceAsStream("/fixtures/metadata.json"))) {
			String message = JsonMapper.shared()
				.readTree(in)
				.get("grpcGetMetadata")
				.get("messages")
				.get(0)
				.get("base64")
				.asString();
			return GetMetadataResponse.parseFrom(Base64.getDecoder().decode(message));
		}
	}

}
