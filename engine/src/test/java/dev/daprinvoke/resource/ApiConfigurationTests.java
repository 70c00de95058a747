package dev.daprinvoke.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Invocation contract sections 5.2, 5.5 and 7.2, platform contract section 5.3. */
class ApiConfigurationTests {

	@TempDir
	private Path directory;

	@Test
	void whenApiRulesAreWrittenThenTheyAreKeptForBothProtocols() throws IOException {
		ApiRules rules = load("""
				spec:
				  api:
				    allowed:
				    - {name: invoke, version: v1, protocol: http}
				    - name: invoke
				      version: v1
				      protocol: grpc
				    denied:
				    - {name: shutdown, version: v1.0, protocol: HTTP}
				""").api();
		assertThat(rules.allowed()).extracting(ApiRule::key).containsExactly("v1/invoke", "v1/invoke");
		assertThat(rules.allowed()).extracting(ApiRule::isForGrpc).containsExactly(false, true);
		assertThat(rules.denied()).extracting(ApiRule::key).containsExactly("v1.0/shutdown");
		assertThat(rules.denied()).extracting(ApiRule::isForHttp).containsExactly(true);
		assertThat(rules.problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{name: invoke, version: v1}                    | its protocol is missing (expected: http or grpc)
			{name: invoke, version: v1, protocol: gRPC}    | its protocol is gRPC (expected: http or grpc)
			{name: invok, version: v1, protocol: http}     | Dapr has no HTTP API v1/invok
			{name: invoke, version: 1, protocol: http}     | Dapr has no HTTP API 1/invoke
			{name: invokes/x, version: v1.0, protocol: http} | Dapr has no HTTP API v1.0/invokes/x
			""")
	void whenARuleHasNoEffectThenALineSaysSo(String rule, String problem) throws IOException {
		assertThat(load("spec:\n  api:\n    denied:\n    - " + rule + "\n").api().problems())
			.containsExactly("The rule in api.denied (" + this.directory.resolve("config.yaml")
					+ ", line 4, column 7) has no effect, as in Dapr: " + problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{name: state, version: v1alpha1, protocol: http}",
			"{name: inv, version: v1.0, protocol: http}", "{name: '', version: v1.0, protocol: http}",
			"{name: invoke/cart/*, version: v1.0, protocol: http}", "{name: any, version: v9, protocol: grpc}" })
	void whenARuleMayHaveAnEffectThenNothingIsSaid(String rule) throws IOException {
		assertThat(load("spec: {api: {allowed: [" + rule + "]}}").api().problems()).isEmpty();
	}

	@Test
	void whenALaterFileHasRulesThenEachListIsReplaced() throws IOException {
		Path first = file("first.yaml", "spec: {api: {allowed: [{name: a}], denied: [{name: b}]}}");
		Path second = file("second.yaml", "spec: {api: {denied: [{name: c}, {name: d}]}}");
		ApiRules rules = new ConfigurationLoader(Map.of()).load(List.of(first, second)).api();
		assertThat(rules.allowed()).extracting(ApiRule::name).containsExactly("a");
		assertThat(rules.denied()).extracting(ApiRule::name).containsExactly("c", "d");
	}

	@Test
	void whenApiLoggingIsWrittenThenItIsRead() throws IOException {
		assertThat(load("spec: {logging: {apiLogging: {enabled: true, omitHealthChecks: true}}}").apiLogging())
			.isEqualTo(new ApiLogging(true, false, true));
		assertThat(load("spec: {logging: {apiLogging: {obfuscateURLs: true, enabled: }}}").apiLogging())
			.isEqualTo(new ApiLogging(false, true, false));
		assertThat(load("spec: {logging: }").apiLogging()).isEqualTo(ApiLogging.OFF);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{logging: {apiLogging: {enabled: yes}}}         | enabled is neither true nor false
			{logging: {apiLogging: {obfuscateURLs: "true"}}} | obfuscateURLs is neither true nor false
			{logging: {apiLogging: on}}                     | apiLogging is not a mapping
			{api: {denied: invoke}}                         | denied is not a list
			{api: {denied: [invoke]}}                       | denied is not a mapping
			{features: [HotReload]}                         | features is not a mapping
			""")
	void whenSomethingIsMalformedThenTheStartFails(String spec, String problem) {
		assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> load("spec: " + spec))
			.withMessageContaining(" is malformed: " + problem + ". Correct the file");
	}

	@Test
	void whenFeaturesAreSwitchedThenTheListFollows() throws IOException {
		assertThat(Features.DEFAULT.enabled()).containsExactly("HotReload", "WorkflowsRemoteActivityReminder");
		assertThat(load("""
				spec:
				  features:
				  - {name: HotReload, enabled: false}
				  - {name: Mine, enabled: true}
				  - {name: Unsaid}
				""").features().enabled()).containsExactly("WorkflowsRemoteActivityReminder", "Mine");
	}

	private Configuration load(String text) throws IOException {
		return new ConfigurationLoader(Map.of()).load(List.of(file("config.yaml", text)));
	}

	private Path file(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text);
	}

}
