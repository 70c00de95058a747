package dev.daprinvoke.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Invocation contract section 7.1, column "Configuration", and section 7.2. */
class ConfigurationLoaderTests {

	@TempDir
	private Path directory;

	private final ConfigurationLoader loader = new ConfigurationLoader(Map.of("DB", "/tmp/names.db", "EMPTY", ""));

	@Test
	void whenNoFileIsGivenThenDefaultsHold() {
		assertThat(this.loader.load(List.of())).isEqualTo(Configuration.DEFAULT);
	}

	@Test
	void whenFileIsEmptyThenDefaultsHold() throws IOException {
		assertThat(load("")).isEqualTo(Configuration.DEFAULT);
		assertThat(load("# nothing\n---\n")).isEqualTo(Configuration.DEFAULT);
		assertThat(load("spec:\n")).isEqualTo(Configuration.DEFAULT);
	}

	@Test
	void whenResolverIsConfiguredThenItsSettingsKeepTheirTypes() throws IOException {
		Configuration configuration = load("""
				apiVersion: dapr.io/v1alpha1
				kind: Configuration
				metadata:
				  name: names
				spec:
				  nameResolution:
				    component: sqlite
				    version: 1.10
				    configuration:
				      connectionString: ${DB}
				      timeout: 1s
				      count: 3
				      ratio: 1.5
				      disableWAL: true
				      quoted: "true"
				      word: yes
				      octal: 0123
				      tagged: !!str 5
				      date: 2026-11-21
				      none: null
				      list: [a, 1, ~]
				      map: {k: v}
				""");
		assertThat(configuration.nameResolution().component()).isEqualTo("sqlite");
		assertThat(configuration.nameResolution().version()).isEqualTo("1.10");
		assertThat(configuration.nameResolution().configuration())
			.isEqualTo(Map.ofEntries(Map.entry("connectionString", "/tmp/names.db"), Map.entry("timeout", "1s"),
					Map.entry("count", 3L), Map.entry("ratio", 1.5), Map.entry("disableWAL", true),
					Map.entry("quoted", "true"), Map.entry("word", "yes"), Map.entry("octal", "0123"),
					Map.entry("tagged", "5"), Map.entry("date", "2026-11-21"), Map.entry("list", List.of("a", 1L)),
					Map.entry("map", Map.of("k", "v"))));
	}

	@Test
	void whenKindIsAnotherThenFileIsReadAllTheSame() throws IOException {
		assertThat(load("kind: Anything\nspec: {nameResolution: {component: mdns}}").nameResolution().component())
			.isEqualTo("mdns");
	}

	@Test
	void whenFileHasSeveralDocumentsThenOnlyTheFirstCounts() throws IOException {
		assertThat(load("""
				---
				spec: {nameResolution: {component: first}}
				---
				spec: {nameResolution: {component: second, version: v2}}
				---
				broken: [
				""").nameResolution()).isEqualTo(new NameResolution("first", "", Map.of()));
	}

	@Test
	void whenVariableIsUnsetThenItIsEmpty() throws IOException {
		assertThat(load("spec: {nameResolution: {component: '$UNSET', version: 'v$EMPTY'}}").nameResolution())
			.isEqualTo(new NameResolution("", "v", Map.of()));
	}

	@Test
	void whenMembersConcernOtherBuildingBlocksThenTheyAreIgnored() throws IOException {
		assertThat(load("spec: {mtls: {enabled: true}, wasm: 1, secrets: {scopes: [{}]}}"))
			.isEqualTo(Configuration.DEFAULT);
	}

	@Test
	void whenSeveralFilesAreGivenThenLaterOnesOverlayFieldByField() throws IOException {
		Path first = file("first.yaml", """
				spec:
				  nameResolution:
				    component: sqlite
				    version: v1
				    configuration: {connectionString: a.db, timeout: 2s}
				  accessControl:
				    defaultAction: deny
				""");
		Path second = file("second.yaml", """
				spec:
				  nameResolution:
				    version: v2
				    component:
				  accessControl:
				    trustDomain: public
				""");
		Path third = file("third.yaml", """
				spec:
				  nameResolution:
				    configuration: {connectionString: b.db}
				  accessControl:
				""");
		Configuration two = this.loader.load(List.of(first, second));
		assertThat(two.nameResolution())
			.isEqualTo(new NameResolution("sqlite", "v2", Map.of("connectionString", "a.db", "timeout", "2s")));
		assertThat(two.accessControl()).isEqualTo(new AccessControl(false, "public", List.of()));
		Configuration three = this.loader.load(List.of(first, second, third));
		assertThat(three.nameResolution().configuration()).isEqualTo(Map.of("connectionString", "b.db"));
		assertThat(three.accessControl()).isSameAs(AccessControl.ALLOW_ALL);
	}

	// Platform contract, section 5.1.
	@Test
	void whenTracingIsConfiguredThenRateAndExportersAreRead() throws IOException {
		assertThat(load("spec: {}").tracing()).isEqualTo(new TracingSettings("", false, false));
		assertThat(load("spec: {tracing: {samplingRate: '0.5'}}").tracing())
			.isEqualTo(new TracingSettings("0.5", false, false));
		assertThat(load("spec: {tracing: {samplingRate: 1, stdout: true}}").tracing())
			.isEqualTo(new TracingSettings("1", true, false));
		assertThat(load("spec: {tracing: {zipkin: {endpointAddress: 'http://z'}}}").tracing())
			.isEqualTo(new TracingSettings("", true, false));
		assertThat(load("spec: {tracing: {otel: {protocol: grpc, endpointAddress: 'o:1'}}}").tracing())
			.isEqualTo(new TracingSettings("", true, true));
		assertThat(load("spec: {tracing: {otel: {endpointAddress: 'o:1'}}}").tracing())
			.isEqualTo(new TracingSettings("", false, true));
	}

	// Platform contract, section 5.1.
	@Test
	void whenTheEnvironmentNamesACollectorThenItCountsWhereNoFileDoes() throws IOException {
		assertThat(load("spec: {}").tracing().withCollectorOfTheEnvironment())
			.isEqualTo(new TracingSettings("1", true, true));
		assertThat(load("spec: {tracing: {samplingRate: '0'}}").tracing().withCollectorOfTheEnvironment())
			.isEqualTo(new TracingSettings("0", true, true));
		assertThat(load("spec: {tracing: {otel: {protocol: grpc, endpointAddress: 'o:1'}}}").tracing()
			.withCollectorOfTheEnvironment()).isEqualTo(new TracingSettings("", true, true));
	}

	@Test
	void whenMappingsAreMergedByKeyThenOwnEntriesWin() throws IOException {
		assertThat(load("""
				base: &base {component: sqlite, version: v1}
				spec:
				  nameResolution:
				    <<: *base
				    version: v2
				""").nameResolution()).isEqualTo(new NameResolution("sqlite", "v2", Map.of()));
	}

	@Test
	void whenFileIsMissingThenMessageNamesItAndTheFlag() {
		Path missing = this.directory.resolve("missing.yaml");
		assertFails("The configuration file " + missing + ", given by --config, does not exist. "
				+ "Name a readable Configuration file, or start without this --config.", missing);
	}

	@Test
	void whenFileIsDirectoryThenMessageSaysSo() {
		assertFails("The configuration file " + this.directory + ", given by --config, is a directory. "
				+ "Name a readable Configuration file, or start without this --config.", this.directory);
	}

	@Test
	void whenFileIsNotUtf8ThenMessageSaysSo() throws IOException {
		Path file = Files.write(this.directory.resolve("latin.yaml"), new byte[] { 'a', ':', ' ', (byte) 0xE4 });
		assertFails("The configuration file " + file + ", given by --config, is not UTF-8 text. "
				+ "Name a readable Configuration file, or start without this --config.", file);
	}

	@Test
	void whenFileBeginsWithByteOrderMarkThenItIsRead() throws IOException {
		assertThat(load("\uFEFFspec: {nameResolution: {component: mdns}}").nameResolution().component())
			.isEqualTo("mdns");
	}

	@Test
	void whenYamlIsBrokenThenMessageNamesLineAndColumn() throws IOException {
		Path file = file("bad.yaml", "spec:\n  a: b\n   c: d\n");
		assertFails(
				"The Configuration in " + file + ", line 3, column 5, is malformed: "
						+ "mapping values are not allowed here. Correct the file, or start without this --config.",
				file);
	}

	@Test
	void whenMemberHasWrongTypeThenMessageNamesLineAndColumn() throws IOException {
		Path file = file("bad.yaml", "spec:\n  nameResolution:\n    component: [sqlite]\n");
		assertFails("The Configuration in " + file + ", line 3, column 5, is malformed: "
				+ "component is not a single value. Correct the file, or start without this --config.", file);
		Path second = file("bad2.yaml", "spec:\n  nameResolution: sqlite\n");
		assertFails("The Configuration in " + second + ", line 2, column 3, is malformed: "
				+ "nameResolution is not a mapping. Correct the file, or start without this --config.", second);
	}

	@Test
	void whenKeyIsRepeatedThenMessageNamesIt() throws IOException {
		Path file = file("bad.yaml", "spec: {}\nspec: {}\n");
		assertFails("The Configuration in " + file + ", line 2, column 1, is malformed: "
				+ "the key spec is there twice. Correct the file, or start without this --config.", file);
	}

	private void assertFails(String message, Path... files) {
		assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> this.loader.load(Arrays.asList(files)))
			.withMessage(message);
	}

	private Configuration load(String text) throws IOException {
		return this.loader.load(List.of(file("config.yaml", text)));
	}

	private Path file(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text, StandardCharsets.UTF_8);
	}

}
