package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.http.InvokerRequestFactory;
import dev.daprinvoke.spring.client.service.RestClientGroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DaprRestClientAutoConfiguration}.
 */
class DaprRestClientAutoConfigurationTests {

	private final ApplicationContextRunner runner = DeclaredClientTests.CONTEXT.withBean(FakeMesh.class)
		.withBean(Plain.class)
		.withBean(Qualified.class);

	record Plain(RestClient.Builder builder, RestTemplateBuilder templates, ObjectProvider<RestTemplate> template) {

	}

	record Qualified(@Dapr RestClient.Builder builder, @Dapr RestClient.Builder another, @Dapr RestTemplate template) {

	}

	@Test
	void whenInjectedWithoutQualifierThenSpringBootsBuildersCome() {
		this.runner.run((context) -> {
			FakeMesh mesh = context.getBean(FakeMesh.class);
			Plain plain = context.getBean(Plain.class);
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> plain.builder().build().get().uri("dapr://cart/items").retrieve().toBodilessEntity());
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> plain.templates().build().getForObject("dapr://cart/items", String.class));
			assertThat(mesh.seen).isEmpty();
			assertThat(plain.template().getIfAvailable()).isNull();
		});
	}

	@Test
	void whenInjectedWithQualifierThenTheyCallApps() {
		this.runner.run((context) -> {
			FakeMesh mesh = context.getBean(FakeMesh.class);
			Qualified dapr = context.getBean(Qualified.class);
			assertThat(dapr.builder()).isNotSameAs(dapr.another());
			assertThat(dapr.builder()
				.baseUrl("dapr://my_Cart")
				.build()
				.get()
				.uri("/a/{b}", "c d")
				.retrieve()
				.body(String.class)).contains("tea");
			assertThat(mesh.last().target()).isEqualTo("my_Cart");
			assertThat(mesh.last().method()).isEqualTo("a/c d");
			assertThat(dapr.template().getForObject("dapr://stock.test/items/1", String.class)).contains("tea");
			assertThat(mesh.last().target()).isEqualTo("stock.test");
			mesh.behaviour = (call) -> FakeMesh.answer(404, "text/plain", "none");
			RestClient client = dapr.another().build();
			assertThatExceptionOfType(AppErrorException.class)
				.isThrownBy(() -> client.get().uri("dapr://cart/items").retrieve().toBodilessEntity());
			assertThatExceptionOfType(AppErrorException.class)
				.isThrownBy(() -> dapr.template().getForObject("dapr://cart/items", String.class));
		});
	}

	@Test
	void whenTheAddressIsAnotherThenItIsCalledAsUsual() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			byte[] body = "plain".getBytes(StandardCharsets.UTF_8);
			int status = switch (exchange.getRequestURI().getPath()) {
				case "/ok" -> 200;
				case "/odd" -> 777;
				default -> 404;
			};
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		String url = "http://127.0.0.1:" + server.getAddress().getPort();
		try {
			this.runner.run((context) -> {
				Qualified dapr = context.getBean(Qualified.class);
				RestClient client = dapr.builder().build();
				assertThat(client.get().uri(url + "/ok").retrieve().body(String.class)).isEqualTo("plain");
				assertThat(dapr.template().getForObject(url + "/ok", String.class)).isEqualTo("plain");
				assertThat(client.get().uri(url + "/odd").retrieve().body(String.class)).isEqualTo("plain");
				assertThat(dapr.template().getForObject(url + "/odd", String.class)).isEqualTo("plain");
				assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
					.isThrownBy(() -> client.get().uri(url + "/none").retrieve().body(String.class));
				assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
					.isThrownBy(() -> dapr.template().getForObject(url + "/none", String.class));
				assertThat(context.getBean(FakeMesh.class).seen).isEmpty();
			});
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void whenTheApplicationHasBeansOfTheSameNameThenOursBackOff() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(OwnBeans.class).withBean(Qualified.class).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(InvokerRequestFactory.class);
			assertThat(context.getBean(Qualified.class).template()).isSameAs(context.getBean("daprRestTemplate"))
				.extracting(RestTemplate::getRequestFactory)
				.isInstanceOf(JdkClientHttpRequestFactory.class);
		});
	}

	@ParameterizedTest
	@CsvSource({ "requests, true", "daprRequestFactory, false" })
	void whenTheApplicationHasARequestFactoryThenAllClientsUseIt(String name, boolean candidate) {
		FakeMesh own = new FakeMesh();
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class)
			.withBean(name, InvokerRequestFactory.class,
					() -> new InvokerRequestFactory(own,
							(failure, verb, target, method, attempts) -> new IllegalStateException(failure), null),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(candidate))
			.withBean(Qualified.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(InvokerRequestFactory.class);
				Qualified dapr = context.getBean(Qualified.class);
				dapr.builder().build().get().uri("dapr://cart/items/1").retrieve().body(Item.class);
				dapr.template().getForObject("dapr://cart/items/1", Item.class);
				assertThat(own.seen).hasSize(2);
				assertThat(context.getBean(FakeMesh.class).seen).isEmpty();
			});
	}

	@Test
	void whenARequestGoesElsewhereThenSpringBootsRequestFactoryMakesIt() {
		AtomicInteger made = new AtomicInteger();
		ClientHttpRequestFactory others = (uri, method) -> {
			made.incrementAndGet();
			throw new IOException("not sent");
		};
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class)
			.withBean(ClientHttpRequestFactory.class, () -> others)
			.withBean(Qualified.class)
			.run((context) -> {
				RestClient client = context.getBean(Qualified.class).builder().build();
				assertThatExceptionOfType(ResourceAccessException.class)
					.isThrownBy(() -> client.get().uri("http://localhost/").retrieve().body(String.class))
					.withStackTraceContaining("not sent");
				client.get().uri("dapr://cart/items/1").retrieve().body(Item.class);
				assertThat(made).hasValue(1);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		@Dapr
		RestTemplate daprRestTemplate() {
			return new RestTemplate(new JdkClientHttpRequestFactory());
		}

		@Bean
		@Dapr
		RestClient.Builder daprRestClientBuilder() {
			return RestClient.builder();
		}

		@Bean
		@Dapr
		InvokerRequestFactory daprRequestFactory() {
			return new InvokerRequestFactory(new FakeMesh(),
					(failure, verb, target, method, attempts) -> new IllegalStateException(failure),
					new JdkClientHttpRequestFactory());
		}

	}

	@Test
	void whenSpringBootsRestClientIsMissingThenDeclaredClientsAreThere() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DaprInvokeAutoConfiguration.class, DaprRestClientAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.restclient"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RestClientGroups.class));
	}

	@Test
	void whenSpringBootsBuildersAreNotThereThenDeclaredClientsStillAre() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DaprInvokeAutoConfiguration.class, DaprRestClientAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(RestClientGroups.class)
				.doesNotHaveBean("daprRestTemplate")
				.doesNotHaveBean("daprRestClientBuilder"));
	}

}
