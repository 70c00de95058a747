package dev.daprinvoke.autoconfigure.client;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;
import dev.daprinvoke.spring.client.service.InvalidClientException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Declared clients beside Spring's own HTTP services.
 */
class OtherClientTests {

	@DaprInvoke("cart")
	interface Declared {

		@GetExchange("/name")
		String name();

	}

	interface Remote {

		@GetExchange("/name")
		String name();

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = Declared.class)
	@ImportHttpServices(group = "remote", types = { Remote.class, Declared.class })
	static class Both {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = Declared.class)
	@ImportHttpServices(group = "dapr", types = Remote.class)
	static class Mixed {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = Declared.class)
	static class Alone {

	}

	@Test
	void whenAClientIsAlsoInAnotherGroupThenOursIsInjected() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Both.class).run((context) -> {
			context.getBean(FakeMesh.class).behaviour = (call) -> FakeMesh.answer(200, "text/plain", "you");
			assertThat(context.getBean(Declared.class).name()).isEqualTo("you");
			assertThat(context).hasSingleBean(Remote.class);
		});
	}

	@Test
	void whenAGroupHasOtherClientsTooThenTheStartFails() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Mixed.class)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(InvalidClientException.class)
				.rootCause()
				.hasMessageContaining(Remote.class.getName()));
	}

	@Test
	void whenClientsAreSwitchedOffThenNoneGoesElsewhere() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Alone.class)
			.withPropertyValues("dapr.invoke.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Declared.class));
	}

}
