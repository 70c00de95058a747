package dev.daprinvoke.autoconfigure.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Blocking clients of applications without Spring Boot's RestClient module, as the
 * starter alone makes them.
 */
class PlainClientTests {

	private static final ApplicationContextRunner RUNNER = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DaprInvokeAutoConfiguration.class,
				DaprInvokeClientsAutoConfiguration.class, DaprRestClientAutoConfiguration.class,
				DaprBootRestClientAutoConfiguration.class, DaprPlainRestClientAutoConfiguration.class,
				JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class))
		.withClassLoader(
				new FilteredClassLoader("org.springframework.boot.restclient", "org.springframework.boot.http.client"))
		.withUserConfiguration(Setup.class);

	record Tea(String leafName) {

	}

	@DaprInvoke("cart")
	interface TeaClient {

		@GetExchange("/tea")
		Tea tea();

	}

	record Clients(TeaClient declared, RestClient client, RestTemplate template, FakeMesh mesh) {

		List<Tea> all() {
			return List.of(this.declared.tea(), this.client.get().uri("/tea").retrieve().body(Tea.class),
					this.template.getForObject("dapr://cart/tea", Tea.class));
		}

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
		Clients clients(TeaClient declared, @Dapr RestClient.Builder client, @Dapr RestTemplate template,
				FakeMesh mesh) {
			return new Clients(declared, client.baseUrl("dapr://cart").build(), template, mesh);
		}

	}

	@Test
	void whenTheApplicationHasItsOwnJsonThenAllClientsSpeakIt() {
		RUNNER.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run((context) -> assertThat(context.getBean(Clients.class).all()).containsOnly(new Tea("oolong")));
	}

	@ParameterizedTest
	@CsvSource({ "404, text/plain", "404, text/plain;charset=nope", "503, garbage;;;=", "600, text/plain" })
	void whenTheAppFailsThenAllClientsThrowItsError(int status, String type) {
		RUNNER.run((context) -> {
			Clients clients = context.getBean(Clients.class);
			clients.mesh().behaviour = (call) -> FakeMesh.answer(status, type, "none");
			assertThatExceptionOfType(AppErrorException.class).isThrownBy(clients.declared()::tea);
			assertThatExceptionOfType(AppErrorException.class)
				.isThrownBy(() -> clients.client().get().uri("/tea").retrieve().body(Tea.class));
			assertThatExceptionOfType(AppErrorException.class)
				.isThrownBy(() -> clients.template().getForObject("dapr://cart/tea", Tea.class));
		});
	}

	@Test
	void whenTheApplicationObservesThenAllClientsAreObserved() {
		List<String> seen = new CopyOnWriteArrayList<>();
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public void onStop(Observation.Context context) {
				seen.add(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		RUNNER.withBean(ObservationRegistry.class, () -> observations).run((context) -> {
			context.getBean(Clients.class).all();
			assertThat(seen).containsExactly("http.client.requests", "http.client.requests", "http.client.requests");
		});
	}

	@Test
	void whenTheApplicationIsReactiveThenItsBlockingClientsWork() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DaprInvokeAutoConfiguration.class,
					DaprInvokeClientsAutoConfiguration.class, DaprRestClientAutoConfiguration.class,
					DaprBootRestClientAutoConfiguration.class, DaprPlainRestClientAutoConfiguration.class))
			.withUserConfiguration(Setup.class)
			.run((context) -> {
				Clients clients = context.getBean(Clients.class);
				clients.mesh().behaviour = (call) -> FakeMesh.answer(200, "application/json",
						"{\"leafName\":\"oolong\"}");
				assertThat(clients.all()).containsOnly(new Tea("oolong"));
			});
	}

}
