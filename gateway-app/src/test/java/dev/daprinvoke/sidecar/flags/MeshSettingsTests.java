package dev.daprinvoke.sidecar.flags;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.recording.Recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Platform contract section 1.2, row "Flags". */
class MeshSettingsTests {

	private final Map<String, String> environment = new HashMap<>(Map.of("DAPR_TRUST_ANCHORS", anchors()));

	private static String anchors() {
		return Recording.all("sentry")
			.stream()
			.filter((each) -> each.name().equals("trust-bundle"))
			.findFirst()
			.orElseThrow()
			.json()
			.at("/ca.crt/0/pem")
			.asString();
	}

	private SidecarSettings.Mesh read(String arguments) {
		return new SettingsReader(DaprdFlag.parse(("--app-id=cart " + arguments).strip().split(" ")), this.environment,
				null)
			.read()
			.mesh();
	}

	@Test
	void whenMutualTlsIsOffThenNothingOfItIsNeeded() {
		this.environment.clear();
		assertThat(read("--enable-mtls=false --sentry-address=rubbish")).isNull();
		assertThat(read("")).isNull();
	}

	@Test
	void whenMutualTlsIsOnThenSentryIsWhomFlagsOrVariablesName() {
		SidecarSettings.Mesh mesh = read(
				"--enable-mtls --sentry-address=[::1]:50001 --sentry-request-jwt-audiences=a,b");
		assertThat(mesh).isNotNull();
		assertThat(mesh.sentry().host()).isEqualTo("::1");
		assertThat(mesh.sentry().port()).isEqualTo(50001);
		assertThat(mesh.sentry().id()).hasToString("spiffe://localhost/ns/default/dapr-sentry");
		assertThat(mesh.request().audiences()).containsExactly("a", "b");
		this.environment.put("DAPR_CONTROLPLANE_TRUST_DOMAIN", "cluster.local");
		this.environment.put("DAPR_CONTROLPLANE_NAMESPACE", "dapr-system");
		assertThat(read("--enable-mtls --sentry-address=x:1").sentry().id())
			.hasToString("spiffe://cluster.local/ns/dapr-system/dapr-sentry");
		assertThat(read("--enable-mtls --sentry-address=x:1 --control-plane-trust-domain=a --control-plane-namespace=b")
			.sentry()
			.id()).hasToString("spiffe://a/ns/b/dapr-sentry");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--enable-mtls                                                        | --sentry-address is missing
			--enable-mtls --sentry-address=x                                     | --sentry-address is "x"
			--enable-mtls --sentry-address=x:1 --control-plane-trust-domain=A!   | --control-plane-trust-domain A!
			""")
	void whenSomethingMakesNoSenseThenTheErrorNamesIt(String arguments, String words) {
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> read(arguments))
			.withMessageContaining(words);
	}

	@Test
	void whenAnchorsOrTokenAreMissingThenTheErrorNamesTheVariable() {
		this.environment.put("DAPR_SENTRY_TOKEN_FILE", "");
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> read("--enable-mtls --sentry-address=x:1"))
			.withMessageContaining("DAPR_SENTRY_TOKEN_FILE is empty");
		this.environment.clear();
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> read("--enable-mtls --sentry-address=x:1"))
			.withMessageContaining("DAPR_TRUST_ANCHORS is not set");
	}

}
