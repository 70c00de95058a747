package dev.daprinvoke.autoconfigure.client;

import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import dev.daprinvoke.autoconfigure.client.shop.CartClient;
import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.autoconfigure.client.shop.StockClient;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.InvocationBrokenOffException;
import dev.daprinvoke.spring.client.NotReachableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reactive clients that Spring Boot finds.
 */
class ReactiveClientTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static void with(BiConsumer<StockClient, FakeMesh> test) {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class)
			.run((context) -> test.accept(context.getBean(StockClient.class), context.getBean(FakeMesh.class)));
	}

	private static String text(DataBuffer buffer) {
		String text = buffer.toString(StandardCharsets.UTF_8);
		DataBufferUtils.release(buffer);
		return text;
	}

	private static Mono<InvokeResponse> typed(String type, Mono<InvokeResponse> answer) {
		return answer
			.map((response) -> new InvokeResponse(response.status(), type, response.headers(), response.body()));
	}

	@Test
	void whenResultsAreOfAnyKindThenTheyCome() {
		with((stock, mesh) -> {
			assertThat(stock.item().block(LIMIT)).isEqualTo(new Item(1, "tea"));
			assertThat(mesh.last().target()).isEqualTo("stock.production");
			assertThat(mesh.last().headers().all("X-Tenant")).containsExactly("blue");
			assertThat(stock.entity().block(LIMIT).getHeaders().getFirst("X-From")).isEqualTo("cart");
			assertThat(stock.later().orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(new Item(1, "tea"));
			assertThat(stock.now()).isEqualTo(new Item(1, "tea"));
			mesh.behaviour = (call) -> FakeMesh.json(200, "[{\"id\":1,\"name\":\"tea\"},{\"id\":2,\"name\":\"milk\"}]");
			assertThat(stock.items().map(Item::name).collectList().block(LIMIT)).containsExactly("tea", "milk");
			mesh.behaviour = (call) -> typed("text/event-stream",
					FakeMesh.streamed(Flux.just("id:1\ndata:a\n\n", "id:2\ndata:b\n\n")));
			assertThat(stock.events().map((event) -> event.id() + event.data()).collectList().block(LIMIT))
				.containsExactly("1a", "2b");
			mesh.behaviour = (call) -> FakeMesh.streamed(Flux.just("c", "d"));
			Flux<DataBuffer> body = Flux.just("a", "b")
				.map((each) -> DefaultDataBufferFactory.sharedInstance.wrap(each.getBytes(StandardCharsets.UTF_8)));
			assertThat(stock.raw(body).map(ReactiveClientTests::text).collectList().block(LIMIT)).containsExactly("c",
					"d");
			assertThat(mesh.last().body()).isEqualTo("ab");
		});
	}

	@Test
	void whenTheAppAnswersAnErrorThenItIsTyped() {
		with((stock, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(409, "text/plain", "taken");
			StepVerifier.create(stock.item())
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(AppErrorException.class)
					.hasMessage("GET items/1 of stock.production was answered 409: taken"))
				.verify(LIMIT);
			assertThatExceptionOfType(AppErrorException.class).isThrownBy(stock::now);
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> stock.later().orTimeout(10, TimeUnit.SECONDS).join())
				.withCauseInstanceOf(AppErrorException.class);
		});
	}

	@ParameterizedTest
	@CsvSource({ "404, text/plain;charset=nope", "500, garbage;;;=", "600, text/plain", "999, nonsense" })
	void whenTheErrorIsOddThenItIsTyped(int status, String type) {
		with((stock, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(status, type, "odd");
			for (Mono<?> call : List.of(stock.item(), stock.entity(), stock.items().collectList(),
					stock.events().collectList(), stock.raw(Flux.empty()).collectList(), Mono.fromFuture(stock::later),
					Mono.fromCallable(stock::now))) {
				StepVerifier.create(call)
					.expectErrorSatisfies(
							(error) -> assertThat(error).isInstanceOfSatisfying(AppErrorException.class, (failure) -> {
								assertThat(failure.getStatusCode().value()).isEqualTo(status);
								assertThat(failure.getResponseBodyAs(String.class)).isEqualTo("odd");
								assertThat(failure.getResponseHeaders().getFirst("Content-Type")).isEqualTo(type);
							}))
					.verify(LIMIT);
			}
			assertThat(stock.orElse().block(LIMIT)).isEqualTo(new Item(status, "APP"));
			assertThat(stock.laterOrElse().orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(new Item(0, "none"));
		});
	}

	@Test
	void whenTheCallFailsThenItIsTyped() {
		with((stock, mesh) -> {
			mesh.behaviour = (call) -> Mono
				.error(SidecarException.unanswered(FailureStage.NOT_REACHABLE, "down", null));
			StepVerifier.create(stock.items()).expectError(NotReachableException.class).verify(LIMIT);
			assertThatExceptionOfType(NotReachableException.class).isThrownBy(stock::now)
				.withMessage("GET items/1 of stock.production failed: down");
		});
	}

	@Test
	void whenTheAnswerBreaksOffThenItIsTyped() {
		with((stock, mesh) -> {
			mesh.behaviour = (call) -> typed("application/x-ndjson",
					FakeMesh.streamed(Flux.concat(Flux.just("{\"id\":1,\"name\":\"tea\"}\n"),
							Flux.error(SidecarException.unanswered(FailureStage.BROKEN_OFF, "gone", null)))));
			StepVerifier.create(stock.items())
				.expectNext(new Item(1, "tea"))
				.expectError(InvocationBrokenOffException.class)
				.verify(LIMIT);
		});
	}

	@Test
	void whenThereIsAFallbackThenItAnswers() {
		with((stock, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(503, "text/plain", "busy");
			assertThat(stock.orElse().block(LIMIT)).isEqualTo(new Item(503, "APP"));
			assertThat(stock.laterOrElse().orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(new Item(0, "none"));
		});
	}

	@Test
	void whenAStreamHasBegunThenNoFallbackContinuesIt() {
		with((stock, mesh) -> {
			Flux<String> broken = Flux.error(SidecarException.unanswered(FailureStage.BROKEN_OFF, "gone", null));
			Flux<Item> items = stock.itemsOrElse();
			mesh.behaviour = (call) -> typed("application/x-ndjson",
					FakeMesh.streamed(Flux.concat(Flux.just("{\"id\":1,\"name\":\"tea\"}\n"), broken)));
			StepVerifier.create(items)
				.expectNext(new Item(1, "tea"))
				.expectError(InvocationBrokenOffException.class)
				.verify(LIMIT);
			mesh.behaviour = (call) -> typed("application/x-ndjson", FakeMesh.streamed(broken));
			StepVerifier.create(items).expectNext(new Item(0, "none")).expectComplete().verify(LIMIT);
		});
	}

	@Test
	void whenAFutureIsCancelledThenItsCallIs() {
		with((stock, mesh) -> {
			Sinks.Empty<Void> cancelled = Sinks.empty();
			mesh.behaviour = (call) -> Mono.<InvokeResponse>never().doOnCancel(cancelled::tryEmitEmpty);
			CompletableFuture<Item> later = stock.later();
			assertThat(mesh.seen).hasSize(1);
			later.cancel(true);
			cancelled.asMono().block(LIMIT);
		});
	}

	@Test
	void whenABlockingMethodIsInterruptedThenItEndsAsThoseOfBlockingClientsDo() {
		with((stock, mesh) -> {
			Sinks.Empty<Void> called = Sinks.empty();
			Sinks.Empty<Void> cancelled = Sinks.empty();
			mesh.behaviour = (call) -> Mono.<InvokeResponse>never()
				.doOnSubscribe((subscription) -> called.tryEmitEmpty())
				.doOnCancel(cancelled::tryEmitEmpty);
			CompletableFuture<Thread> caller = new CompletableFuture<>();
			CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
				caller.complete(Thread.currentThread());
				assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(stock::now)
					.withMessage("I/O error on GET request for \"dapr://stock.production/items/1\":"
							+ " GET items/1 of stock.production: interrupted while waiting for the answer")
					.withCauseInstanceOf(InterruptedIOException.class);
				return Thread.interrupted();
			});
			called.asMono().block(LIMIT);
			caller.orTimeout(10, TimeUnit.SECONDS).join().interrupt();
			assertThat(interrupted.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
			cancelled.asMono().block(LIMIT);
		});
	}

	@Test
	void whenTheSourceOfABodyFailsThenThatIsNoFailureOfTheCall() {
		with((stock, mesh) -> {
			StepVerifier.create(stock.raw(Flux.error(new IllegalStateException("torn"))))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WebClientRequestException.class)
					.hasRootCauseMessage("torn"))
				.verify(LIMIT);
			assertThat(mesh.seen).isEmpty();
		});
	}

	@Test
	void whenARequestIsObservedThenItIsNamedByItsTemplate() {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Observed.class)
			.run((context) -> {
				context.getBean(StockClient.class).item().block(LIMIT);
				context.getBean(CartClient.class).maybe();
				assertThat(context.getBean(Observed.class).templates).containsExactly("/items/1", "/api/items/1");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Observed implements ObservationHandler<Observation.Context> {

		private final List<String> templates = new CopyOnWriteArrayList<>();

		@Bean
		RestClientCustomizer observedRestClient() {
			return (builder) -> builder.observationRegistry(registry());
		}

		@Bean
		WebClientCustomizer observedWebClient() {
			return (builder) -> builder.observationRegistry(registry());
		}

		private ObservationRegistry registry() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(this);
			return registry;
		}

		@Override
		public void onStop(Observation.Context context) {
			this.templates.add(String.valueOf(context.getLowCardinalityKeyValue("uri").getValue()));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
