package dev.daprinvoke.autoconfigure.client;

import org.junit.jupiter.api.Test;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import dev.daprinvoke.autoconfigure.client.shop.CartClient;
import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.autoconfigure.client.shop.StockClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Declared clients in an application that is processed ahead of time.
 */
class DeclaredClientAotTests {

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = CartClient.class)
	@ImportAutoConfiguration({ DaprInvokeAutoConfiguration.class, DaprInvokeClientsAutoConfiguration.class,
			DaprRestClientAutoConfiguration.class, DaprBootRestClientAutoConfiguration.class,
			DaprPlainRestClientAutoConfiguration.class, DaprWebClientAutoConfiguration.class,
			DaprBootWebClientAutoConfiguration.class, DaprPlainWebClientAutoConfiguration.class,
			HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
			RestClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			HttpServiceClientPropertiesAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
			ReactiveHttpServiceClientAutoConfiguration.class })
	static class Application {

		@Bean
		FakeMesh mesh() {
			return new FakeMesh();
		}

	}

	/** Named by properties only. */
	static class NamedForClient {

	}

	/** The same for a method. */
	static class NamedForMethod {

	}

	@Test
	void whenPropertiesNameFallbacksThenTheyAreHinted() {
		TestGenerationContext generation = new TestGenerationContext(Application.class);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues
				.of("dapr.invoke.clients.cart.fallback=" + NamedForClient.class.getName(),
						"dapr.invoke.clients[stock.production].methods.item.fallback=" + NamedForMethod.class.getName(),
						"dapr.invoke.clients.other.timeout=${known.only.when.it.runs}",
						"dapr.invoke.clients.other.fallback=no.such.Class")
				.applyTo(context);
			context.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		for (Class<?> fallback : new Class<?>[] { NamedForClient.class, NamedForMethod.class }) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(fallback)
				.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
						MemberCategory.INVOKE_DECLARED_METHODS))
				.accepts(generation.getRuntimeHints());
		}
	}

	@Test
	@CompileWithForkedClassLoader
	@SuppressWarnings("unchecked")
	void whenProcessedAheadOfTimeThenGeneratedCodeMakesClientsThatCall() {
		TestGenerationContext generation = new TestGenerationContext(Application.class);
		ClassName initializer;
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		for (Class<?> client : new Class<?>[] { CartClient.class, StockClient.class }) {
			assertThat(RuntimeHintsPredicates.proxies()
				.forInterfaces(client, SpringProxy.class, Advised.class, DecoratingProxy.class))
				.accepts(generation.getRuntimeHints());
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(StockClient.NoStock.class)
			.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS))
			.accepts(generation.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(CartClient.class)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_METHODS)).accepts(generation.getRuntimeHints());
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				compiled.getInstance(ApplicationContextInitializer.class, initializer.canonicalName())
					.initialize(context);
				context.refresh();
				assertThat(context.getBean(CartClient.class).maybe()).contains(new Item(1, "tea"));
				assertThat(context.getBean(StockClient.class).now()).isEqualTo(new Item(1, "tea"));
			}
		});
	}

}
