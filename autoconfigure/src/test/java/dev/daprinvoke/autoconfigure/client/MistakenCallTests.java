package dev.daprinvoke.autoconfigure.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.CallerSidecarException;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;
import dev.daprinvoke.spring.client.service.InvalidClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Mistakes that would lead calls elsewhere, or say nothing of themselves.
 */
@ExtendWith(OutputCaptureExtension.class)
class MistakenCallTests {

	@DaprInvoke("${some.id:cart}")
	interface Items {

		@GetExchange("/items/{name}")
		String item(@PathVariable String name);

		@GetExchange("/items/{name}/{part}/end")
		String part(@PathVariable String name, @PathVariable String part);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = Items.class)
	static class Setup {

	}

	@ParameterizedTest
	@ValueSource(strings = { ".", ".." })
	void whenAVariableIsADotSegmentThenTheCallIsNotMade(String name) {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Setup.class)
			.run((context) -> {
				Items items = context.getBean(Items.class);
				assertThatExceptionOfType(CallerSidecarException.class).isThrownBy(() -> items.item(name))
					.withMessageStartingWith("GET items/" + name + " of cart was not made: a path variable is");
				assertThatExceptionOfType(CallerSidecarException.class).isThrownBy(() -> items.part(name, "x"));
				assertThat(context.getBean(FakeMesh.class).seen).isEmpty();
				context.getBean(FakeMesh.class).behaviour = (call) -> FakeMesh.answer(200, "text/plain", "ok");
				assertThat(items.item("..." + name)).isEqualTo("ok");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr://cart", "cart/items", "c art", "c\u00e4rt", "cart?x" })
	void whenAnIdHasOtherCharactersThenTheStartFails(String id) {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Setup.class)
			.withPropertyValues("some.id=" + id)
			.run((context) -> {
				assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(IllegalArgumentException.class)
					.satisfiesAnyOf((cause) -> assertThat(cause).hasMessageContaining("it has other characters"),
							(cause) -> assertThat(cause).hasMessageContaining("invalid"));
				assertThat(context).getFailure().hasStackTraceContaining(InvalidClientException.class.getName());
			});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DaprInvokeAutoConfiguration.class, DaprRestClientAutoConfiguration.class,
			DaprPlainRestClientAutoConfiguration.class })
	static class WithoutBuilder {

		WithoutBuilder(RestClient.Builder builder) {
		}

	}

	@Test
	void whenTheQualifierIsForgottenThenTheStartSaysSo(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(WithoutBuilder.class).web(WebApplicationType.NONE).run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("qualify the parameter: @Dapr RestClient.Builder")
			.contains("spring-boot-starter-restclient");
	}

}
