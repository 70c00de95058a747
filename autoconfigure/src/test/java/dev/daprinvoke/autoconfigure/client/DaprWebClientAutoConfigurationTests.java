package dev.daprinvoke.autoconfigure.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.mock.http.client.reactive.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.reactive.InvokerConnector;
import dev.daprinvoke.spring.client.service.WebClientGroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DaprWebClientAutoConfiguration}.
 */
class DaprWebClientAutoConfigurationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final ApplicationContextRunner runner = DeclaredClientTests.CONTEXT.withBean(FakeMesh.class)
		.withBean(Plain.class)
		.withBean(Qualified.class)
		.withBean(Connector.class);

	record Plain(WebClient.Builder builder) {

	}

	record Qualified(@Dapr WebClient.Builder builder, @Dapr WebClient.Builder another) {

	}

	/** Remembers what was called past the mesh. */
	static class Connector implements ClientHttpConnector {

		final List<URI> called = new CopyOnWriteArrayList<>();

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
			this.called.add(uri);
			return Mono.just(new MockClientHttpResponse(
					uri.getPath().equals("/none") ? HttpStatus.NOT_FOUND : HttpStatus.NO_CONTENT));
		}

	}

	private static void call(WebClient.Builder builder, String uri) {
		builder.build().get().uri(uri).retrieve().toBodilessEntity().block(LIMIT);
	}

	@Test
	void whenInjectedWithoutQualifierThenSpringBootsBuilderComes() {
		this.runner.run((context) -> {
			call(context.getBean(Plain.class).builder(), "dapr://cart/items");
			assertThat(context.getBean(Connector.class).called).containsExactly(URI.create("dapr://cart/items"));
			assertThat(context.getBean(FakeMesh.class).seen).isEmpty();
			assertThat(context.getBeanProvider(ClientHttpConnector.class).getIfUnique()).isInstanceOf(Connector.class);
		});
	}

	@Test
	void whenInjectedWithQualifierThenItCallsApps() {
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
				.bodyToMono(String.class)
				.block(LIMIT)).contains("tea");
			assertThat(mesh.last().target()).isEqualTo("my_Cart");
			assertThat(mesh.last().method()).isEqualTo("a/c d");
			mesh.behaviour = (call) -> FakeMesh.answer(404, "text/plain", "none");
			assertThatExceptionOfType(AppErrorException.class)
				.isThrownBy(() -> call(dapr.another(), "dapr://cart/items"));
		});
	}

	@Test
	void whenTheAddressIsAnotherThenTheApplicationsConnectorCallsIt() {
		this.runner.run((context) -> {
			call(context.getBean(Qualified.class).builder(), "http://elsewhere/items");
			assertThat(context.getBean(Connector.class).called).containsExactly(URI.create("http://elsewhere/items"));
			assertThatExceptionOfType(WebClientResponseException.NotFound.class)
				.isThrownBy(() -> call(context.getBean(Qualified.class).another(), "http://elsewhere/none"));
			assertThat(context.getBean(FakeMesh.class).seen).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "connector, true", "daprConnector, false" })
	void whenTheApplicationHasAConnectorForAppsThenItIsUsed(String name, boolean candidate) {
		FakeMesh own = new FakeMesh();
		DeclaredClientTests.CONTEXT.withBean(FakeMesh.class)
			.withBean(Qualified.class)
			.withBean(name, InvokerConnector.class, () -> new InvokerConnector(own,
					(failure, verb, target, method, attempts) -> new IllegalStateException(failure), new Connector()),
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(candidate))
			.run((context) -> {
				assertThat(context).hasSingleBean(InvokerConnector.class);
				call(context.getBean(Qualified.class).builder(), "dapr://cart/items");
				assertThat(own.last().target()).isEqualTo("cart");
				assertThat(context.getBean(FakeMesh.class).seen).isEmpty();
			});
	}

	@Test
	void whenTheApplicationHasABuilderOfTheSameNameThenOursBacksOff() {
		DeclaredClientTests.CONTEXT.withBean("daprWebClientBuilder", WebClient.Builder.class, WebClient::builder)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(WebClient.Builder.class));
	}

	@Test
	void whenWebClientIsMissingThenNothingIsThere() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DaprInvokeAutoConfiguration.class, DaprWebClientAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebClientGroups.class));
	}

}
