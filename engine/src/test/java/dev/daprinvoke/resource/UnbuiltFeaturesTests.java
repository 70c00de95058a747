package dev.daprinvoke.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.target.AppId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Settled choice "Features not built yet". */
class UnbuiltFeaturesTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "httpPipeline: {handlers: [{name: x, type: y}]}",
			"appHttpPipeline: {handlers: [{name: x, type: y}]}" })
	void whenMemberAsksForUnbuiltFeatureThenStartIsRefused(String member) throws IOException {
		UnbuiltFeatures features = inConfiguration(member);
		String name = member.substring(0, member.indexOf(':'));
		assertThat(features.refused())
			.containsExactly(name + " (" + this.directory.resolve("config.yaml") + ", line 2, column 3)");
		assertThat(features.accepted()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "metric: {enabled: true}", "metrics: {rules: [{name: x}]}",
			"features: [{name: HotReload}, {name: Other, enabled: true}]" })
	void whenMemberIsHarmlessThenItIsAcceptedWithOneLine(String member) throws IOException {
		UnbuiltFeatures features = inConfiguration(member);
		String name = member.substring(0, member.indexOf(':'));
		assertThat(features.refused()).isEmpty();
		assertThat(features.accepted())
			.containsExactly("The Configuration member " + name + " (" + this.directory.resolve("config.yaml")
					+ ", line 2, column 3) is accepted, but this version does not have the feature yet");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tracing: {samplingRate: '1', stdout: true}",
			"tracing: {zipkin: {endpointAddress: 'http://zipkin/api'}}",
			"tracing: {otel: {protocol: grpc, endpointAddress: 'otel:4317'}}" })
	void whenTracesAreToBeExportedThenOnlyThatIsSaidToBeMissing(String member) throws IOException {
		assertThat(inConfiguration(member).accepted())
			.containsExactly("The Configuration member tracing (" + this.directory.resolve("config.yaml")
					+ ", line 2, column 3) holds, but this version does not export spans yet");
	}

	// Contract section 7.2: unknown members are ignored.
	@ParameterizedTest
	@ValueSource(strings = { "nameResoluton: {component: sqlite}", "unknown: [y]" })
	void whenAMemberIsUnknownThenItIsIgnoredAloud(String member) throws IOException {
		UnbuiltFeatures features = inConfiguration(member);
		assertThat(features.refused()).isEmpty();
		assertThat(features.accepted())
			.containsExactly("The Configuration member " + member.substring(0, member.indexOf(':')) + " ("
					+ this.directory.resolve("config.yaml") + ", line 2, column 3) is unknown and ignored");
	}

	@ParameterizedTest
	@ValueSource(strings = { "accessControl:", "accessControl: {}", "accessControl: {policies: []}",
			"accessControl: {defaultAction: Allow, trustDomain: public, policies: []}",
			"accessControl: {defaultAction: }", "api: {}", "api: {allowed: [{name: invoke}], denied: }",
			"httpPipeline: {handlers: []}", "appHttpPipeline: ~", "tracing: {}", "tracing: {samplingRate: '1'}",
			"tracing: {samplingRate: '0', stdout: false, zipkin: {endpointAddress: ''}}",
			"tracing: {otel: {endpointAddress: 'otel:4317', isSecure: true}}", "features: []",
			"features: [{name: HotReload, enabled: false}]", "logging: {apiLogging: {enabled: true}}", "metric: ''",
			"nameResolution: {component: mdns}", "mtls: {enabled: true}", "components: {deny: [x]}" })
	void whenMemberAsksForNothingUnbuiltThenNothingIsSaid(String member) throws IOException {
		assertThat(inConfiguration(member)).isEqualTo(new UnbuiltFeatures(List.of(), List.of()));
	}

	@Test
	void whenLaterFileAddsMemberThenItsPlaceIsNamed() throws IOException {
		Path first = file("first.yaml", "spec:\n  tracing: {stdout: true}\n");
		Path second = file("second.yaml", "spec:\n\n  httpPipeline: {handlers: [{name: x}]}\n");
		Configuration configuration = new ConfigurationLoader(Map.of()).load(List.of(first, second));
		assertThat(configuration.unbuilt()).containsExactly(Map.entry("httpPipeline", new Position(second, 3, 3)),
				Map.entry("tracing", new Position(first, 2, 3)));
	}

	@Test
	void whenResourcesOfUnbuiltKindsAreThereThenStartIsRefusedNamingThemAll() throws IOException {
		Path resiliency = file("r.yaml",
				"apiVersion: any\nkind: Resiliency\nmetadata: {name: slow}\nspec: {policies: {timeouts: {t: 1s}}}\n");
		Path endpoint = file("s.yaml", "a: b\n---\napiVersion: dapr.io/v1alpha1\nkind: HTTPEndpoint\n"
				+ "metadata: {name: shop}\nspec: {baseUrl: http://localhost}\n");
		Path pipeline = file("t.txt", "spec:\n  httpPipeline: {handlers: [{name: x}]}\n");
		UnbuiltFeatures features = UnbuiltFeatures.in(new ConfigurationLoader(Map.of()).load(List.of(pipeline)),
				load());
		assertThatExceptionOfType(ResourceException.class).isThrownBy(features::requireNoneRefused)
			.withMessage("Features that this version does not have yet are asked for: httpPipeline (" + pipeline
					+ ", line 2, column 3), Resiliency slow (" + resiliency + ", line 1, column 1), HTTPEndpoint shop ("
					+ endpoint + ", line 3, column 1). Remove them, or run this app with Dapr's own daprd.");
	}

	@Test
	void whenResiliencySaysNothingThenItIsNoReasonToRefuse() throws IOException {
		file("r.yaml", "kind: Resiliency\nmetadata: {name: slow}\nspec: {policies: {}, targets: }\n");
		UnbuiltFeatures features = UnbuiltFeatures.in(Configuration.DEFAULT, load());
		assertThatNoException().isThrownBy(features::requireNoneRefused);
	}

	private UnbuiltFeatures inConfiguration(String member) throws IOException {
		Path file = file("config.yaml", "spec:\n  " + member + "\n");
		return UnbuiltFeatures.in(new ConfigurationLoader(Map.of()).load(List.of(file)), LoadedResources.NONE);
	}

	private LoadedResources load() {
		return new ResourceLoader(new AppId("cart"), Map.of()).load(List.of(this.directory));
	}

	private Path file(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text);
	}

}
