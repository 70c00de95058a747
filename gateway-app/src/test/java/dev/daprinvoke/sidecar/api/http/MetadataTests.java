package dev.daprinvoke.sidecar.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.daprinvoke.recording.Recording;
import dev.daprinvoke.resource.Component;
import dev.daprinvoke.resource.Features;
import dev.daprinvoke.resource.ResourceLoader;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.target.AppId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 5.2, and {@code fixtures/metadata.json}.
 */
class MetadataTests {

	private static final BuildInfo BUILD = new BuildInfo("1.18.0", "0.1");

	@Test
	void whenAValueIsSetThenTheJsonIsAsRecordedButForVersions() throws IOException {
		Metadata metadata = metadata("--app-id=caller", "--app-port=6000");
		metadata.set("fixture", "yes");
		assertThat(metadata.json(true).replace("\"daprInvokeVersion\":\"0.1\",", "").replace("1.18.0", "edge"))
			.isEqualTo(recordedOf("caller"));
	}

	@Test
	void whenNothingIsSetThenTheJsonIsAsRecordedButForVersions() throws IOException {
		assertThat(metadata("--app-id=callee", "--app-port=6000").json(true)
			.replace("\"daprInvokeVersion\":\"0.1\",", "")
			.replace("1.18.0", "edge")).isEqualTo(recordedOf("callee"));
	}

	private static String recordedOf(String sidecar) throws IOException {
		try (InputStream in = Objects.requireNonNull(Recording.class.getResourceAsStream("/fixtures/metadata.json"))) {
			return JsonMapper.shared().readTree(in).get(sidecar).get("rawBody").asString();
		}
	}

	@Test
	void whenNoFeatureIsOnThenTheMemberIsLeftOut() {
		Metadata metadata = new Metadata(new SettingsReader(DaprdFlag.parse("--app-id=x"), Map.of(), null).read().app(),
				List.of(), new Features(Map.of("HotReload", false)), BUILD);
		assertThat(parse(metadata).has("enabledFeatures")).isFalse();
	}

	@Test
	void whenTheAppSpeaksGrpcThenItsHealthHasNoPath() {
		assertThat(parse(metadata("--app-id=x", "--app-port=6000", "--app-protocol=grpc", "--enable-app-health-check"))
			.get("appConnectionProperties")
			.get("health")
			.has("healthCheckPath")).isFalse();
		assertThat(parse(metadata("--app-id=x", "--app-port=6000", "--app-protocol=h2c", "--enable-app-health-check"))
			.get("appConnectionProperties")
			.get("health")
			.has("healthCheckPath")).isTrue();
	}

	@Test
	void whenThereIsNoAppThenProtocolAndAddressAreThereAllTheSame() {
		assertThat(parse(metadata("--app-id=x")).get("appConnectionProperties").toString())
			.isEqualTo("{\"protocol\":\"http\",\"channelAddress\":\"127.0.0.1\"}");
	}

	@Test
	void whenComponentsAreLoadedThenTheyAreListedWithoutEmptyMembers(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("a.yaml"), """
				apiVersion: dapr.io/v1alpha1
				kind: Component
				metadata: {name: first}
				spec: {type: state.redis, version: v1}
				---
				apiVersion: dapr.io/v1alpha1
				kind: Component
				metadata: {name: second}
				spec: {type: pubsub.redis}
				""");
		List<Component> components = new ResourceLoader(new AppId("x"), Map.of()).load(List.of(folder)).components();
		JsonNode json = parse(
				new Metadata(new SettingsReader(DaprdFlag.parse("--app-id=x"), Map.of(), null).read().app(), components,
						Features.DEFAULT, BUILD));
		assertThat(json.get("components").toString())
			.isEqualTo("[{\"name\":\"first\",\"type\":\"state.redis\",\"version\":\"v1\"},"
					+ "{\"name\":\"second\",\"type\":\"pubsub.redis\"}]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\"b", "a\\b", "a\nb", "\u0000", "</script>", "\u00e9\u4e2d\ud83d\ude00", "a b", "{}" })
	void whenTextsAreOddThenTheJsonIsValid(String odd) {
		Metadata metadata = metadata("--app-id=" + odd);
		metadata.set(odd, odd);
		JsonNode json = parse(metadata);
		assertThat(json.get("id").asString()).isEqualTo(odd);
		assertThat(json.get("extended").get(odd).asString()).isEqualTo(odd);
	}

	@Test
	void whenAKeyIsNotUtf8ThenItsBytesAreReplaced() {
		Metadata metadata = metadata("--app-id=x");
		metadata.set("a\udcff", "v");
		assertThat(parse(metadata).get("extended").get("a\ufffd").asString()).isEqualTo("v");
	}

	@Test
	void whenTooManyValuesAreSetThenFurtherOnesAreRefusedAndOldOnesMayChange() {
		Metadata metadata = metadata("--app-id=x");
		for (int i = 0; metadata.set("key" + i, "v"); i++) {
			assertThat(i).isLessThan(2000);
		}
		assertThat(metadata.set("key0", "new")).isTrue();
		assertThat(metadata.set("", "ignored")).isTrue();
		assertThat(parse(metadata).get("extended").size()).isEqualTo(1024);
	}

	private static Metadata metadata(String... arguments) {
		return new Metadata(new SettingsReader(DaprdFlag.parse(arguments), Map.of(), null).read().app(), List.of(),
				Features.DEFAULT, BUILD);
	}

	private static JsonNode parse(Metadata metadata) {
		return JsonMapper.shared().readTree(metadata.json(true));
	}

}
