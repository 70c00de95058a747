package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients of reactive applications without Spring Boot's WebClient module, as the starter
 * and WebFlux alone make them.
 */
class PlainReactiveClientTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final ReactiveWebApplicationContextRunner RUNNER = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DaprInvokeAutoConfiguration.class, DaprInvokeClientsAutoConfiguration.class,
						DaprRestClientAutoConfiguration.class, DaprBootRestClientAutoConfiguration.class,
						DaprPlainRestClientAutoConfiguration.class, DaprWebClientAutoConfiguration.class,
						DaprBootWebClientAutoConfiguration.class, DaprPlainWebClientAutoConfiguration.class,
						JacksonAutoConfiguration.class, CodecsAutoConfiguration.class))
		.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
		.withClassLoader(new FilteredClassLoader("org.springframework.boot.webclient"))
		.withUserConfiguration(Setup.class);

	record Tea(String leafName) {

	}

	@DaprInvoke("cart")
	interface TeaClient {

		@GetExchange("/tea")
		Tea tea();

		@GetExchange("/tea")
		Mono<Tea> later();

	}

	record Clients(TeaClient declared, WebClient reactive, RestClient blocking, RestTemplate template, FakeMesh mesh) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = TeaClient.class)
	static class Setup {

		@Bean
		FakeMesh mesh() {
			FakeMesh mesh = new FakeMesh();
			mesh.behaviour = (call) -> FakeMesh.answer(200, "application/json", "{\"leaf_name\":\"oolong\"}");
			return mesh;
		}

		@Bean
		Clients clients(TeaClient declared, @Dapr WebClient.Builder reactive, @Dapr RestClient.Builder blocking,
				@Dapr RestTemplate template, FakeMesh mesh) {
			return new Clients(declared, reactive.baseUrl("dapr://cart").build(),
					blocking.baseUrl("dapr://cart").build(), template, mesh);
		}

	}

	private static void speakTheApplicationsJson(Clients clients) {
		Tea oolong = new Tea("oolong");
		assertThat(clients.declared().tea()).isEqualTo(oolong);
		assertThat(clients.declared().later().block(LIMIT)).isEqualTo(oolong);
		assertThat(clients.reactive().get().uri("/tea").retrieve().bodyToMono(Tea.class).block(LIMIT))
			.isEqualTo(oolong);
		assertThat(clients.blocking().get().uri("/tea").retrieve().body(Tea.class)).isEqualTo(oolong);
		assertThat(clients.template().getForObject("dapr://cart/tea", Tea.class)).isEqualTo(oolong);
		assertThat(clients.mesh().seen).hasSize(5);
	}

	@Test
	void whenTheApplicationHasItsOwnJsonThenAllClientsSpeakIt() {
		RUNNER.run((context) -> speakTheApplicationsJson(context.getBean(Clients.class)));
	}

	@ParameterizedTest
	@CsvSource({ "404, text/plain;charset=nope", "503, garbage;;;=", "600, text/plain" })
	void whenTheAppAnswersAnOddErrorThenItIsTyped(int status, String type) {
		RUNNER.run((context) -> {
			Clients clients = context.getBean(Clients.class);
			clients.mesh().behaviour = (call) -> FakeMesh.answer(status, type, "none");
			assertThatExceptionOfType(AppErrorException.class)
				.isThrownBy(() -> clients.reactive().get().uri("/tea").retrieve().bodyToMono(Tea.class).block(LIMIT))
				.satisfies((error) -> assertThat(error.getStatusCode().value()).isEqualTo(status));
		});
	}

	@Test
	void whenBootsRestClientIsThereThenTheTemplateIsToo() {
		RUNNER
			.withConfiguration(
					AutoConfigurations.of(RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RestTemplate.class));
	}

	@Test
	void whenTheApplicationHasTwoConnectorsThenItStarts() {
		RUNNER.withBean("one", ClientHttpConnector.class, JdkClientHttpConnector::new)
			.withBean("two", ClientHttpConnector.class, JdkClientHttpConnector::new)
			.run((context) -> speakTheApplicationsJson(context.getBean(Clients.class)));
	}

}
