package dev.daprinvoke.autoconfigure.client.grpc;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcChannelFactoryCustomizer;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.client.ChannelCredentialsProvider;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.client.VirtualTargets;

import dev.daprinvoke.spring.client.grpc.DaprChannelCustomizer;
import dev.daprinvoke.spring.client.grpc.GrpcEndpoint;
import dev.daprinvoke.spring.client.grpc.GrpcSidecar;

import static org.assertj.core.api.Assertions.assertThat;

class DaprGrpcClientAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DaprGrpcClientAutoConfiguration.class, SslAutoConfiguration.class,
				GrpcClientAutoConfiguration.class, CompositeChannelFactoryAutoConfiguration.class));

	@Test
	void whenNothingIsSetThenSidecarIsOnThisHost() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(DaprChannelCustomizer.class)
				.hasBean("daprGrpcCredentialsCustomizer")
				.hasSingleBean(GrpcChannelFactory.class);
			GrpcSidecar sidecar = context.getBean(GrpcSidecar.class);
			assertThat(sidecar.endpoint().target()).hasToString("dns:///localhost:50001");
			assertThat(sidecar.endpoint().tls()).isFalse();
			assertThat(sidecar.apiToken()).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource({ "DAPR_GRPC_PORT=50011, dns:///localhost:50011, false",
			"DAPR_GRPC_ENDPOINT=sidecar:50011, dns:///sidecar:50011, false",
			"DAPR_GRPC_ENDPOINT=http://sidecar:50011, dns:///sidecar:50011, false",
			"DAPR_GRPC_ENDPOINT=https://sidecar:50011, dns:///sidecar:50011, true",
			"DAPR_GRPC_ENDPOINT=dns:sidecar:50011, dns:///sidecar:50011, false",
			"DAPR_GRPC_ENDPOINT=, dns:///localhost:50001, false",
			"dapr.invoke.sidecar.grpc-endpoint=https://sidecar, dns:///sidecar:443, true" })
	void whenVariableOrPropertyIsSetThenSidecarIsThere(String setting, String target, boolean tls) {
		this.runner.withPropertyValues(setting).run((context) -> {
			GrpcEndpoint endpoint = context.getBean(GrpcSidecar.class).endpoint();
			assertThat(endpoint.target()).hasToString(target);
			assertThat(endpoint.tls()).isEqualTo(tls);
		});
	}

	@Test
	void whenSeveralAreSetThenPropertyWinsOverEndpointAndThatOverPort() {
		ApplicationContextRunner variables = this.runner.withPropertyValues("DAPR_GRPC_PORT=1",
				"DAPR_GRPC_ENDPOINT=sidecar:2");
		variables.run((context) -> assertThat(context.getBean(GrpcSidecar.class).endpoint().target())
			.hasToString("dns:///sidecar:2"));
		variables.withPropertyValues("dapr.invoke.sidecar.grpc-endpoint=sidecar:3")
			.run((context) -> assertThat(context.getBean(GrpcSidecar.class).endpoint().target())
				.hasToString("dns:///sidecar:3"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DAPR_GRPC_ENDPOINT=ftp://sidecar", "DAPR_GRPC_PORT=many",
			"dapr.invoke.sidecar.grpc-endpoint=sidecar:0" })
	void whenSettingIsMalformedThenStartFailsNamingIt(String setting) {
		this.runner.withPropertyValues(setting)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(setting.replace("=", ": ") + " (expected: "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DAPR_API_TOKEN=secret", "dapr.invoke.sidecar.api-token=secret" })
	void whenTokenIsSetThenSidecarGetsIt(String setting) {
		this.runner.withPropertyValues(setting)
			.run((context) -> assertThat(context.getBean(GrpcSidecar.class).apiToken()).isEqualTo("secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DAPR_API_TOKEN", "dapr.invoke.sidecar.api-token" })
	void whenTokenIsNoMetadataThenStartFailsWithoutShowingIt(String setting) {
		this.runner.withPropertyValues(setting + "=s\u00e4cret")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(setting + ": (not shown) (expected: printable ASCII)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr.invoke.grpc.enabled=false", "spring.grpc.client.enabled=false" })
	void whenDisabledThenNothingIsThere(String setting) {
		this.runner.withPropertyValues(setting)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DaprChannelCustomizer.class)
				.doesNotHaveBean(GrpcSidecar.class)
				.doesNotHaveBean("daprGrpcCredentialsCustomizer"));
	}

	@ParameterizedTest
	@ValueSource(
			classes = { ManagedChannelBuilder.class, GrpcChannelBuilderCustomizer.class, GrpcClientProperties.class })
	void whenClassIsMissingThenNothingIsThere(Class<?> missing) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DaprGrpcClientAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(GrpcSidecar.class));
	}

	@Test
	void whenBootsOwnPartIsExcludedThenContextStarts() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DaprGrpcClientAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(GrpcChannelFactory.class));
	}

	@Test
	void whenApplicationHasItsOwnBeansThenOursBackOff() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.withPropertyValues("DAPR_GRPC_ENDPOINT=ftp://sidecar")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("daprGrpcSidecar")
				.doesNotHaveBean("daprGrpcChannelCustomizer"));
	}

	@Test
	void whenApplicationHasItsOwnCredentialsThenTheyDecideForAllChannels() {
		this.runner.withUserConfiguration(OwnCredentials.class)
			.run((context) -> assertThat(context).hasSingleBean(ChannelCredentialsProvider.class)
				.hasSingleBean(DaprChannelCustomizer.class)
				.doesNotHaveBean(GrpcChannelFactoryCustomizer.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		GrpcSidecar sidecar() {
			return new GrpcSidecar(GrpcEndpoint.local("port", "50021"), null);
		}

		@Bean
		<T extends ManagedChannelBuilder<T>> DaprChannelCustomizer<T> customizer(GrpcSidecar sidecar) {
			return new DaprChannelCustomizer<>(sidecar, VirtualTargets.DEFAULT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCredentials {

		@Bean
		ChannelCredentialsProvider credentials() {
			return (target) -> InsecureChannelCredentials.create();
		}

	}

}
