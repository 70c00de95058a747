package dev.daprinvoke.sidecar.edge;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.AotDetector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users may write, with the beans that packaging prepared: the same as without.
 */
class PreparedUserConfigurationIT extends UserConfigurationTests {

	@Test
	void whenOnlyRoutesAreWrittenThenThePreparedBeansAreTaken(@TempDir Path folder) throws Exception {
		try (RunningEdge edge = RunningEdge.with(folder, "dapr.invoke.edge.lane: gateway")) {
			assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
			assertThat(edge.port()).isPositive();
		}
	}

	@Test
	void whenABeanIsSwitchedThenTheyAreSearchedFor(@TempDir Path folder) throws Exception {
		try (RunningEdge edge = RunningEdge.with(folder,
				"spring.cloud.gateway.server.webflux.global-filter.forward-path.enabled: true")) {
			assertThat(AotDetector.useGeneratedArtifacts()).isFalse();
			assertThat(edge.port()).isPositive();
		}
	}

}
