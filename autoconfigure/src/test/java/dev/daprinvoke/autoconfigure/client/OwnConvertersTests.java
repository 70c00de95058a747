package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpInputMessage;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.autoconfigure.client.Words.Word;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.AppNotFoundException;
import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;
import dev.daprinvoke.spring.client.service.ErrorBodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Errors are read as all else that a client reads.
 */
class OwnConvertersTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@DaprInvoke("cart")
	interface Blocking {

		@GetExchange("/name")
		String name();

	}

	@DaprInvoke("cart")
	interface Reactive {

		@GetExchange("/name")
		Mono<String> name();

	}

	record Clients(Blocking blocking, Reactive reactive, RestClient client, WebClient webClient, RestTemplate template,
			FakeMesh mesh) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = { Blocking.class, Reactive.class })
	static class Setup {

		@Bean
		RestClientCustomizer words() {
			return (client) -> client.configureMessageConverters(
					(converters) -> converters.registerDefaults().addCustomConverter(new Words.Converter()));
		}

		@Bean
		RestTemplateCustomizer templateWords() {
			return (template) -> template.getMessageConverters().add(0, new Words.Converter());
		}

		@Bean
		WebClientCustomizer reactiveWords() {
			return (client) -> client.codecs((codecs) -> codecs.customCodecs().register(new Words.Decoder()));
		}

		@Bean
		Clients clients(Blocking blocking, Reactive reactive, @Dapr RestClient.Builder client,
				@Dapr WebClient.Builder webClient, @Dapr RestTemplate template, FakeMesh mesh) {
			return new Clients(blocking, reactive, client.baseUrl("dapr://cart").build(),
					webClient.baseUrl("dapr://cart").build(), template, mesh);
		}

	}

	private static List<Runnable> calls(Clients clients) {
		return List.of(clients.blocking()::name, () -> clients.reactive().name().block(LIMIT),
				() -> clients.client().get().uri("/name").retrieve().body(String.class),
				() -> clients.webClient().get().uri("/name").retrieve().bodyToMono(String.class).block(LIMIT),
				() -> clients.template().getForObject("dapr://cart/name", String.class));
	}

	@Test
	void whenAClientHasConvertersOfItsOwnThenItsErrorsAreReadByThem() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Setup.class)
			.run((context) -> {
				Clients clients = context.getBean(Clients.class);
				clients.mesh().behaviour = (call) -> FakeMesh.answer(400, Words.TYPE.toString(), "gone");
				for (Runnable call : calls(clients)) {
					AppErrorException error = catchThrowableOfType(AppErrorException.class, call::run);
					assertThat(error.getResponseBodyAs(Word.class)).isEqualTo(new Word("own gone"));
				}
				clients.mesh().behaviour = (call) -> FakeMesh.answer(400, "application/problem+json",
						"{\"title\":\"Gone\"}");
				for (Runnable call : calls(clients)) {
					AppErrorException error = catchThrowableOfType(AppErrorException.class, call::run);
					assertThat(error.getProblemDetail()).isNotNull()
						.satisfies((problem) -> assertThat(problem.getTitle()).isEqualTo("Gone"));
				}
			});
	}

	@Test
	void whenTheSidecarFailsThenDeclaredClientsReadItByTheirOwn() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Setup.class)
			.run((context) -> {
				Clients clients = context.getBean(Clients.class);
				clients.mesh().behaviour = (call) -> Mono
					.error(new SidecarException(FailureStage.RESOLVER, 500, "{\"a\":1}".getBytes(), "who?", null));
				for (Runnable call : calls(clients).subList(0, 2)) {
					DaprInvocationException error = catchThrowableOfType(AppNotFoundException.class, call::run);
					assertThat(error.getResponseBodyAs(Word.class)).isEqualTo(new Word("own {\"a\":1}"));
				}
			});
	}

	@Test
	void whenNobodyCustomizesAClientThenItReadsAsEver() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Plain.class)
			.run((context) -> {
				RestClient client = context.getBean(RestClient.class);
				context.getBean(FakeMesh.class).behaviour = (call) -> FakeMesh
					.json(call.method().equals("ok") ? 200 : 400, "{\"text\":\"yes\"}");
				assertThat(client.get().uri("/ok").retrieve().body(Word.class)).isEqualTo(new Word("yes"));
				AppErrorException error = catchThrowableOfType(AppErrorException.class,
						() -> client.get().uri("/no").retrieve().body(Word.class));
				assertThat(error.getResponseBodyAs(Word.class)).isEqualTo(new Word("yes"));
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		RestClient plain(@Dapr RestClient.Builder client) {
			return client.baseUrl("dapr://cart").build();
		}

	}

	@Test
	void whenErrorBodiesAreReplacedThenThoseReadAll() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Setup.class)
			.withBean("own", ErrorBodies.class, () -> new ErrorBodies(() -> List.of(new Words.Converter() {
				@Override
				protected Word readInternal(Class<? extends Word> type, HttpInputMessage message) {
					return new Word("replaced");
				}
			})))
			.run((context) -> {
				Clients clients = context.getBean(Clients.class);
				clients.mesh().behaviour = (call) -> FakeMesh.answer(400, Words.TYPE.toString(), "gone");
				for (Runnable call : calls(clients)) {
					AppErrorException error = catchThrowableOfType(AppErrorException.class, call::run);
					assertThat(error.getResponseBodyAs(Word.class)).isEqualTo(new Word("replaced"));
				}
			});
	}

}
