package dev.daprinvoke.policy.access;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.resource.ApiRule;
import dev.daprinvoke.resource.ApiRules;
import dev.daprinvoke.resource.Position;

import static org.assertj.core.api.Assertions.assertThat;

/** Contract invocation.md 5.5, HTTP part. */
class ApiAccessTests {

	@Test
	void whenThereAreNoRulesThenEverythingIsServed() {
		assertThat(invoke(ApiAccess.ALL)).isTrue();
		assertThat(metadata(ApiAccess.ALL)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "v1, invoke, http, true", "v1, invoke, HTTP, true", "v1.0, invoke, http, true",
			"v1.0, inv, http, true", "v1.0, '', http, true", "v1.0, invoke/*, http, true", "v1, inv, http, false",
			"v1, Invoke, http, false", "v1.0, invoke/x, http, false", "v1beta1, invoke, http, false",
			"v1, invoke, grpc, false", "v1, invoke, '', false" })
	void whenARuleNamesTheGroupOrThePathsBeginningThenItMatches(String version, String name, String protocol,
			boolean matches) {
		ApiAccess denied = access("", version + " " + name + " " + protocol);
		assertThat(invoke(denied)).isEqualTo(!matches);
	}

	@Test
	void whenSomethingIsAllowedThenAllElseIsNot() {
		ApiAccess access = access("v1 metadata http", "");
		assertThat(metadata(access)).isTrue();
		assertThat(invoke(access)).isFalse();
	}

	@Test
	void whenTheSameIsAllowedAndDeniedThenItIsDenied() {
		ApiAccess access = access("v1 invoke http,v1 metadata http", "v1.0 invoke http");
		assertThat(invoke(access)).isFalse();
		assertThat(metadata(access)).isTrue();
	}

	@Test
	void whenOnlyGrpcIsAllowedThenHttpIsServedAsWithoutRules() {
		assertThat(invoke(access("v1 invoke grpc", ""))).isTrue();
	}

	private static boolean invoke(ApiAccess access) {
		return access.servesHttp("v1/invoke", "v1.0/invoke/*");
	}

	private static boolean metadata(ApiAccess access) {
		return access.servesHttp("v1/metadata", "v1.0/metadata");
	}

	private static ApiAccess access(String allowed, String denied) {
		return new ApiAccess(new ApiRules(rules(allowed), rules(denied)));
	}

	private static List<ApiRule> rules(String rules) {
		return Stream.of(rules.split(",")).filter((rule) -> !rule.isEmpty()).map((rule) -> {
			String[] parts = rule.split(" ", -1);
			return new ApiRule(parts[1], parts[0], parts[2], new Position(Path.of("rules.yaml"), 1, 1));
		}).toList();
	}

}
