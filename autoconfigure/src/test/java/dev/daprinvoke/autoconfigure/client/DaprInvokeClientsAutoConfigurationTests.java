package dev.daprinvoke.autoconfigure.client;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.autoconfigure.client.shop.CartClient;
import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.autoconfigure.client.shop.StockClient;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;
import dev.daprinvoke.spring.client.service.RestClientGroups;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaprInvokeClientsAutoConfiguration}.
 */
class DaprInvokeClientsAutoConfigurationTests {

	private final ApplicationContextRunner runner = DeclaredClientTests.CONTEXT.withBean(FakeMesh.class);

	@DaprInvoke("elsewhere")
	interface ElsewhereClient {

		@GetExchange("/items/1")
		Item item();

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = CartClient.class)
	static class Shop {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = CartClient.class)
	@EnableDaprInvoke(clients = ElsewhereClient.class)
	static class NamedClient {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = DaprInvokeClientsAutoConfigurationTests.class)
	@EnableDaprInvoke(basePackages = "dev.daprinvoke.autoconfigure.client.shop")
	static class NamedPackage {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(basePackageClasses = CartClient.class, clients = ElsewhereClient.class)
	static class Both {

	}

	@Test
	void whenNothingIsNamedThenTheApplicationsPackagesAreSearched() {
		this.runner.withUserConfiguration(Shop.class)
			.run((context) -> assertThat(context).hasSingleBean(CartClient.class)
				.hasSingleBean(StockClient.class)
				.doesNotHaveBean(ElsewhereClient.class));
	}

	@Test
	void whenThereAreNoPackagesThenTheContextStarts() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CartClient.class));
	}

	@Test
	void whenClientsAreNamedThenNothingIsSearched() {
		this.runner.withUserConfiguration(NamedClient.class).run((context) -> {
			assertThat(context).hasSingleBean(ElsewhereClient.class).doesNotHaveBean(CartClient.class);
			assertThat(context.getBean(ElsewhereClient.class).item()).isEqualTo(new Item(1, "tea"));
		});
	}

	@Test
	void whenPackagesAreNamedThenNothingElseIsSearched() {
		this.runner.withUserConfiguration(NamedPackage.class)
			.run((context) -> assertThat(context).hasSingleBean(CartClient.class)
				.doesNotHaveBean(ElsewhereClient.class));
	}

	@Test
	void whenBothAreNamedThenBothAreThere() {
		this.runner.withUserConfiguration(Both.class)
			.run((context) -> assertThat(context).hasSingleBean(CartClient.class).hasSingleBean(ElsewhereClient.class));
	}

	@Test
	void whenTwoConfigurationsNameClientsThenAllAreThere() {
		this.runner.withUserConfiguration(NamedClient.class, NamedPackage.class)
			.run((context) -> assertThat(context).hasSingleBean(CartClient.class).hasSingleBean(ElsewhereClient.class));
	}

	@Test
	void whenWebClientIsMissingThenBlockingClientsAreThere() {
		this.runner.withUserConfiguration(NamedClient.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.webclient",
					"org.springframework.web.reactive.function.client"))
			.run((context) -> {
				assertThat(context).hasSingleBean(RestClientGroups.class);
				assertThat(context.getBean(ElsewhereClient.class).item()).isEqualTo(new Item(1, "tea"));
			});
	}

}
