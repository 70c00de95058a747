package dev.daprinvoke.autoconfigure.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.daprinvoke.transport.sidecar.SidecarSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SidecarAddress} as applications use it.
 */
class SidecarAddressTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DaprInvokeAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "any.thing=else, http://localhost:3500", "DAPR_HTTP_PORT=3501, http://localhost:3501",
			"DAPR_HTTP_PORT=' 3501 ', http://localhost:3501", "DAPR_HTTP_PORT=, http://localhost:3500",
			"DAPR_HTTP_ENDPOINT=https://sidecar, https://sidecar", "DAPR_HTTP_ENDPOINT=, http://localhost:3500",
			"dapr.invoke.sidecar.http-endpoint=http://sidecar:1, http://sidecar:1",
			"dapr.invoke.sidecar.http-endpoint=, http://localhost:3500" })
	void whenPropertyOrVariableIsSetThenTheSidecarIsThere(String setting, String endpoint) {
		this.runner.withPropertyValues(setting.replace("'", ""))
			.run((context) -> assertThat(context).getBean(SidecarSettings.class)
				.extracting(SidecarSettings::endpoint)
				.hasToString(endpoint));
	}

	@Test
	void whenSeveralAreSetThenThePropertyWinsOverTheEndpointAndThatOverThePort() {
		ApplicationContextRunner variables = this.runner.withPropertyValues("DAPR_HTTP_PORT=1",
				"DAPR_HTTP_ENDPOINT=http://sidecar:2");
		variables.run((context) -> assertThat(context).getBean(SidecarSettings.class).hasToString("http://sidecar:2"));
		variables.withPropertyValues("dapr.invoke.sidecar.http-endpoint=http://sidecar:3")
			.run((context) -> assertThat(context).getBean(SidecarSettings.class).hasToString("http://sidecar:3"));
	}

	@Test
	void whenATokenIsSetThenThePropertyWinsOverTheVariable() {
		ApplicationContextRunner variable = this.runner.withPropertyValues("DAPR_API_TOKEN=one");
		variable.run((context) -> assertThat(context.getBean(SidecarSettings.class).apiToken()).isEqualTo("one"));
		variable.withPropertyValues("dapr.invoke.sidecar.api-token=two")
			.run((context) -> assertThat(context.getBean(SidecarSettings.class).apiToken()).isEqualTo("two"));
		this.runner.withPropertyValues("DAPR_API_TOKEN=")
			.run((context) -> assertThat(context.getBean(SidecarSettings.class).apiToken()).isNull());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			DAPR_HTTP_PORT=abc | DAPR_HTTP_PORT: "abc" (expected: a port from 1 to 65535)
			DAPR_HTTP_PORT=0 | DAPR_HTTP_PORT: "0" (expected: a port from 1 to 65535)
			DAPR_HTTP_PORT=65536 | DAPR_HTTP_PORT: "65536" (expected: a port from 1 to 65535)
			DAPR_HTTP_ENDPOINT=sidecar:1 | DAPR_HTTP_ENDPOINT: "sidecar:1" is no address of a sidecar (expected:
			DAPR_HTTP_ENDPOINT=http://h/a | DAPR_HTTP_ENDPOINT: "http://h/a" is no address of a sidecar (expected:
			DAPR_HTTP_ENDPOINT=http://h:99999 | DAPR_HTTP_ENDPOINT: "http://h:99999" is no address of a sidecar (
			dapr.invoke.sidecar.http-endpoint=ftp://h | dapr.invoke.sidecar.http-endpoint: "ftp://h" is no address
			dapr.invoke.sidecar.connect-timeout=0 | dapr.invoke.sidecar.connect-timeout: PT0S (expected: more than 0)
			dapr.invoke.sidecar.connect-timeout=-1s | dapr.invoke.sidecar.connect-timeout: PT-1S (expected: more
			""")
	void whenASettingIsMalformedThenTheStartFailsNamingIt(String setting, String message) {
		this.runner.withPropertyValues(setting)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(message));
	}

	@Test
	void whenATokenCannotBeSentThenTheStartFailsWithoutShowingIt() {
		this.runner.withPropertyValues("DAPR_API_TOKEN=s\u00e4cret")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("DAPR_API_TOKEN: (not shown) (expected: printable ASCII)")
				.satisfies((failure) -> assertThat(failure.toString()).doesNotContain("s\u00e4cret")));
	}

}
