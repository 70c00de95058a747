package dev.daprinvoke.autoconfigure.client;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.test.tools.SourceFile;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.util.UriBuilderFactory;

import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;
import dev.daprinvoke.spring.client.service.InvalidClientException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parameters that no call could send are found when the application starts.
 */
class ParameterCheckTests {

	private final ApplicationContextRunner runner = DeclaredClientTests.CONTEXT.withBean(FakeMesh.class);

	private static String failure(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		InvalidClientException failure = null;
		for (Throwable each = context.getStartupFailure(); each != null; each = each.getCause()) {
			failure = (each instanceof InvalidClientException invalid) ? invalid : failure;
		}
		assertThat(failure).isNotNull();
		return failure.getMessage() + " " + failure.getAction();
	}

	@Test
	void whenAParameterHasNoPlaceInTheRequestThenTheStartFails() {
		this.runner.withUserConfiguration(OrdersEnabled.class)
			.run((context) -> assertThat(failure(context))
				.contains("The parameter Order order of " + Orders.class.getName() + ".create says nothing")
				.contains("Annotate it with @RequestBody"));
	}

	@Test
	void whenTheUsersResolverTakesItThenCallsAreMade() {
		this.runner.withUserConfiguration(OrdersEnabled.class, OwnResolver.class).run((context) -> {
			context.getBean(FakeMesh.class).behaviour = (call) -> FakeMesh.answer(200, "text/plain", "ok");
			assertThat(context.getBean(Orders.class).create("a", new Order(7))).isEqualTo("ok");
			assertThat(context.getBean(FakeMesh.class).last().query()).isEqualTo("order=7");
		});
	}

	@Test
	void whenSpringTakesParametersThenTheClientStarts() {
		this.runner.withUserConfiguration(AllKindsEnabled.class)
			.run((context) -> assertThat(context).hasSingleBean(AllKinds.class));
	}

	@ParameterizedTest
	@CsvSource({ "@PathVariable, String no. 1", "@RequestParam(required = false), String no. 1",
			"@RequestHeader, String no. 1", "@CookieValue, String no. 1", "@RequestAttribute, String no. 1",
			"@RequestPart, String no. 1" })
	void whenNamesWereNotCompiledThenTheStartFails(String annotation, String parameter) {
		compiled(annotation + " String id",
				(context) -> assertThat(failure(context))
					.contains("The parameter " + parameter + " of shop.UnnamedClient.item has no name")
					.contains("Compile with -parameters"));
	}

	@ParameterizedTest
	@CsvSource({ "@PathVariable(\"id\")", "@RequestParam(name = \"id\")", "@RequestBody" })
	void whenNoNameIsNeededThenNoneNeedBeCompiled(String annotation) {
		compiled(annotation + " String id", (context) -> assertThat(context).hasNotFailed());
	}

	private void compiled(String parameter, ContextConsumer<AssertableApplicationContext> test) {
		SourceFile client = SourceFile.of("""
				package shop;

				import org.springframework.web.bind.annotation.*;
				import org.springframework.web.service.annotation.PostExchange;

				@dev.daprinvoke.spring.client.DaprInvoke("cart")
				interface UnnamedClient {

					@PostExchange("/items/{id}")
					String item(%s);

				}
				""".formatted(parameter));
		SourceFile enabled = SourceFile.of("""
				package shop;

				@dev.daprinvoke.spring.client.service.EnableDaprInvoke(clients = UnnamedClient.class)
				public class Enabled {

				}
				""");
		TestCompiler.forSystem()
			.withSources(client, enabled)
			.compile((compiled) -> this.runner.withClassLoader(compiled.getClassLoader())
				.withUserConfiguration(ClassUtils.resolveClassName("shop.Enabled", compiled.getClassLoader()))
				.run(test));
	}

	record Order(int id) {

	}

	@DaprInvoke("orders")
	interface Orders {

		@PostExchange("/orders/{shop}")
		String create(@PathVariable String shop, Order order);

	}

	@DaprInvoke("orders")
	interface AllKinds {

		@HttpExchange("/{id}")
		String all(@PathVariable int id, @RequestParam Optional<String> query, @RequestHeader("X-A") String header,
				@CookieValue String cookie, @RequestAttribute Object attribute, HttpMethod method);

		@PostExchange
		void stream(StreamingHttpOutputMessage.Body body);

		@PostExchange
		void upload(MultipartFile file);

		@GetExchange
		String at(Optional<URI> address);

		@GetExchange
		String by(UriBuilderFactory uris);

	}

	@EnableDaprInvoke(clients = Orders.class)
	static class OrdersEnabled {

	}

	@EnableDaprInvoke(clients = AllKinds.class)
	static class AllKindsEnabled {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResolver {

		@Bean
		RestClientHttpServiceGroupConfigurer orders() {
			return (groups) -> groups.forEachProxyFactory(
					(group, proxies) -> proxies.customArgumentResolver((argument, parameter, request) -> {
						if (argument instanceof Order order) {
							request.addRequestParameter("order", String.valueOf(order.id()));
							return true;
						}
						return false;
					}));
		}

	}

}
