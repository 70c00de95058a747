package dev.daprinvoke.autoconfigure.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.service.annotation.GetExchange;

import dev.daprinvoke.autoconfigure.client.shop.CartClient;
import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.AppNotFoundException;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.FailureSource;
import dev.daprinvoke.spring.client.InvocationBrokenOffException;
import dev.daprinvoke.spring.client.InvocationTimeoutException;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Blocking clients that Spring Boot finds.
 */
class DeclaredClientTests {

	static final ApplicationContextRunner CONTEXT = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(DaprInvokeAutoConfiguration.class, DaprInvokeClientsAutoConfiguration.class,
					DaprRestClientAutoConfiguration.class, DaprBootRestClientAutoConfiguration.class,
					DaprPlainRestClientAutoConfiguration.class, DaprWebClientAutoConfiguration.class,
					DaprBootWebClientAutoConfiguration.class, DaprPlainWebClientAutoConfiguration.class,
					HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
					RestClientAutoConfiguration.class, RestTemplateAutoConfiguration.class,
					WebClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
					HttpServiceClientAutoConfiguration.class, ReactiveHttpServiceClientAutoConfiguration.class));

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = CartClient.class)
	static class Shop {

		@Bean
		FakeMesh mesh() {
			return new FakeMesh();
		}

	}

	@DaprInvoke("hidden")
	interface HiddenClient {

		@GetExchange("/name")
		String name();

		default String greeting(String word) {
			return word + " " + name();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = HiddenClient.class)
	static class Hidden {

	}

	@Test
	void whenTheInterfaceIsNotPublicThenItsDefaultMethodsWork() {
		CONTEXT.withUserConfiguration(Shop.class, Hidden.class).run((context) -> {
			context.getBean(FakeMesh.class).behaviour = (call) -> FakeMesh.answer(200, "text/plain", "you");
			assertThat(context.getBean(HiddenClient.class).greeting("hello")).isEqualTo("hello you");
			assertThat(context).doesNotHaveBean(CartClient.class);
		});
	}

	private static void with(BiConsumer<CartClient, FakeMesh> test, String... properties) {
		CONTEXT.withUserConfiguration(Shop.class)
			.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(CartClient.class), context.getBean(FakeMesh.class)));
	}

	@Test
	void whenTwoClientsHaveOneNameThenBothAreThere() {
		CONTEXT.withUserConfiguration(Shop.class)
			.run((context) -> assertThat(context).hasSingleBean(CartClient.class)
				.hasSingleBean(dev.daprinvoke.autoconfigure.client.shop.other.CartClient.class));
	}

	@Test
	void whenCalledThenTheRequestIsAsDeclared() {
		with((cart, mesh) -> {
			assertThat(cart.item("a b/c", "x y", "7")).isEqualTo(new Item(1, "tea"));
			assertThat(mesh.last().target()).isEqualTo("cart");
			assertThat(mesh.last().verb()).isEqualTo("GET");
			assertThat(mesh.last().method()).isEqualTo("api/items/a b%2Fc");
			assertThat(mesh.last().query()).isEqualTo("q=x%20y");
			assertThat(mesh.last().headers().first("X-Trace")).isEqualTo("7");
		});
	}

	@Test
	void whenAPlaceholderIsSetThenItNamesTheApp() {
		with((cart, mesh) -> {
			cart.maybe();
			assertThat(mesh.last().target()).isEqualTo("my_Cart.test");
		}, "shop.cart=my_Cart.test");
	}

	@Test
	void whenTheIdIsAUrlThenItIsTheTarget() {
		with((cart, mesh) -> {
			cart.maybe();
			assertThat(mesh.last().target()).isEqualTo("http://host:8080");
			assertThat(mesh.last().method()).isEqualTo("api/items/1");
		}, "shop.cart=http://host:8080");
	}

	@Test
	void whenResultsAreOfAnyKindThenTheyCome() throws Exception {
		with((cart, mesh) -> {
			assertThat(cart.maybe()).contains(new Item(1, "tea"));
			assertThat(cart.entity().getBody()).isEqualTo(new Item(1, "tea"));
			assertThat(cart.entity().getHeaders().getFirst("X-From")).isEqualTo("cart");
			assertThat(cart.headers().getFirst("X-From")).isEqualTo("cart");
			assertThat(cart.firstName()).isEqualTo("tea");
			assertThat(cart.add(new Item(2, "milk"))).isEqualTo(new Item(1, "tea"));
			assertThat(mesh.last().body()).isEqualTo("{\"id\":2,\"name\":\"milk\"}");
			cart.delete(7L);
			assertThat(mesh.last().verb() + " " + mesh.last().method()).isEqualTo("DELETE api/items/7");
			cart.upload("fragile");
			assertThat(mesh.last().body()).contains("name=\"note\"").contains("fragile");
			cart.raw(new ByteArrayInputStream("bytes".getBytes(StandardCharsets.UTF_8)));
			assertThat(mesh.last().body()).isEqualTo("bytes");
			mesh.behaviour = (call) -> FakeMesh.json(200, "[{\"id\":1,\"name\":\"tea\"}]");
			assertThat(cart.items()).containsExactly(new Item(1, "tea"));
			mesh.behaviour = (call) -> FakeMesh.answer(204, null, "");
			assertThat(cart.maybe()).isEmpty();
			mesh.behaviour = (call) -> FakeMesh.streamed(Flux.just("a", "b", "c"));
			assertThat(cart.download()).hasContent("abc");
		});
	}

	@Test
	void whenAStreamIsAskedForThenTheContentTypeDoesNotMatter() {
		with((cart, mesh) -> {
			for (String type : new String[] { "application/json", "text/plain", "application/xml", "no/such" }) {
				mesh.behaviour = (call) -> FakeMesh.answer(200, type, "{}");
				assertThat(cart.download()).as(type).hasContent("{}");
			}
		});
	}

	@Test
	void whenTheAppAnswersAnErrorThenTheExceptionTellsAll() {
		with((cart, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(404, "application/problem+json",
					"{\"title\":\"Gone\",\"status\":404,\"detail\":\"sold\"}");
			AppErrorException error = catchThrowableOfType(AppErrorException.class, () -> cart.maybe());
			assertThat(error).isInstanceOf(RestClientResponseException.class)
				.hasMessage(
						"GET api/items/1 of cart was answered 404: {\"title\":\"Gone\",\"status\":404,\"detail\":\"sold\"}");
			assertThat(error.getSource()).isEqualTo(FailureSource.APP);
			assertThat(error.getTarget()).isEqualTo("cart");
			assertThat(error.getMethod()).isEqualTo("GET api/items/1");
			assertThat(error.getStatusCode().value()).isEqualTo(404);
			assertThat(error.getAttempts()).isEqualTo(1);
			assertThat(error.getResponseHeaders().getFirst("X-From")).isEqualTo("cart");
			ProblemDetail problem = error.getProblemDetail();
			assertThat(problem).isNotNull();
			assertThat(problem.getDetail()).isEqualTo("sold");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain;charset=nope", "garbage;;;=", "nonsense" })
	void whenTheContentTypeOfAnErrorIsNoneThenItIsTheAppsError(String type) {
		with((cart, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(404, type, "none");
			for (ThrowingCallable call : List.<ThrowingCallable>of(cart::maybe, cart::entity, cart::headers,
					cart::items, cart::download, () -> cart.upload("fragile"))) {
				assertThatExceptionOfType(AppErrorException.class).isThrownBy(call).satisfies((error) -> {
					assertThat(error.getStatusCode().value()).isEqualTo(404);
					assertThat(error.getResponseBodyAsString()).isEqualTo("none");
					assertThat(error.getResponseBodyAs(String.class)).isEqualTo("none");
					assertThat(error.getResponseHeaders().getFirst("content-type")).isEqualTo(type);
					assertThat(error.getResponseHeaders().getFirst("X-From")).isEqualTo("cart");
					assertThat(error.getProblemDetail()).isNull();
				});
			}
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 599, 600, 777, 999 })
	void whenTheStatusIs400OrAboveThenItIsAnError(int status) {
		with((cart, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(status, "text/plain", "odd");
			for (ThrowingCallable call : List.<ThrowingCallable>of(cart::maybe, cart::headers, cart::download,
					() -> cart.upload("fragile"))) {
				assertThatExceptionOfType(AppErrorException.class).isThrownBy(call)
					.withMessageContaining("was answered " + status + ": odd")
					.satisfies((error) -> assertThat(error.getStatusCode().value()).isEqualTo(status));
			}
		});
	}

	@Test
	void whenTheAppsErrorIsHugeThenOnlyItsBeginningIsKept() {
		with((cart, mesh) -> {
			AtomicInteger parts = new AtomicInteger();
			String part = "x".repeat(64 * 1024);
			mesh.behaviour = (call) -> FakeMesh
				.streamed(Flux.range(0, 1600).doOnNext((i) -> parts.incrementAndGet()).map((i) -> part))
				.map((response) -> new dev.daprinvoke.message.InvokeResponse(500, "text/plain", response.headers(),
						response.body()));
			AppErrorException error = catchThrowableOfType(AppErrorException.class, () -> cart.maybe());
			assertThat(error.getResponseBodyAsByteArray()).hasSize(1024 * 1024);
			assertThat(error.getMessage()).hasSizeLessThan(400);
			assertThat(parts.get()).isLessThan(64);
		});
	}

	@Test
	void whenTheCallFailsThenTheExceptionSaysWhere() {
		with((cart, mesh) -> {
			mesh.behaviour = (call) -> Mono.error(
					new SidecarException(FailureStage.RESOLVER, 500, "{\"errorCode\":\"E\"}".getBytes(), "who?", null));
			AppNotFoundException error = catchThrowableOfType(AppNotFoundException.class, () -> cart.maybe());
			assertThat(error).hasMessage("GET api/items/1 of cart failed: who?");
			assertThat(error.getStatusCode().value()).isEqualTo(500);
			assertThat(error.getResponseBodyAsString()).isEqualTo("{\"errorCode\":\"E\"}");
		});
	}

	@Test
	void whenTheAnswerBreaksOffThenTheExceptionIsTypedToo() {
		with((cart, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh
				.streamed(Flux.concat(Flux.just("{\"id\""),
						Flux.error(SidecarException.unanswered(FailureStage.BROKEN_OFF, "gone", null))))
				.map((response) -> new dev.daprinvoke.message.InvokeResponse(200, "application/json",
						response.headers(), response.body()));
			assertThatExceptionOfType(InvocationBrokenOffException.class).isThrownBy(() -> cart.entity());
		});
	}

	@Test
	void whenAMethodHasATimeLimitThenItEndsTheCall() {
		with((cart, mesh) -> {
			mesh.behaviour = (call) -> Mono.never();
			assertThatExceptionOfType(InvocationTimeoutException.class).isThrownBy(() -> cart.slow())
				.withMessage("GET api/slow of cart failed: no answer within 200 ms");
			mesh.behaviour = (call) -> FakeMesh.streamed(Flux.concat(Flux.just("a"), Flux.never()));
			assertThatExceptionOfType(InvocationTimeoutException.class).isThrownBy(() -> cart.slow());
		});
	}

	@Test
	void whenAMethodIsRetriedThenTheAppMayRecover() {
		with((cart, mesh) -> {
			AtomicInteger calls = new AtomicInteger();
			mesh.behaviour = (call) -> FakeMesh.answer((calls.incrementAndGet() < 3) ? 503 : 200, "text/plain", "ok");
			assertThat(cart.shaky()).isEqualTo("ok");
			assertThat(calls).hasValue(3);
			mesh.behaviour = (call) -> FakeMesh.answer(503, "text/plain", "busy");
			AppErrorException error = catchThrowableOfType(AppErrorException.class, () -> cart.shaky());
			assertThat(error).hasMessage("GET api/shaky of cart was answered 503 after 3 attempts: busy");
			assertThat(error.getAttempts()).isEqualTo(3);
		});
	}

	private static int attempts(CartClient cart, FakeMesh mesh, int status) {
		mesh.seen.clear();
		mesh.behaviour = (call) -> FakeMesh.answer(status, "text/plain", "busy");
		assertThatExceptionOfType(AppErrorException.class).isThrownBy(cart::busy);
		return mesh.seen.size();
	}

	@Test
	void whenPropertiesSayAPartOfTheRetriesThenTheAnnotationSaysTheOthers() {
		with((cart, mesh) -> {
			assertThat(attempts(cart, mesh, 429)).isEqualTo(4);
			assertThat(attempts(cart, mesh, 503)).isEqualTo(1);
		}, "dapr.invoke.clients.cart.retry.max-attempts=4");
		with((cart, mesh) -> {
			assertThat(attempts(cart, mesh, 429)).isEqualTo(1);
			assertThat(attempts(cart, mesh, 503)).isEqualTo(2);
		}, "dapr.invoke.clients.cart.methods.busy.retry.statuses=503");
	}

	@Test
	void whenAMethodsPropertiesSayAPartOfTheRetriesThenTheClientsSayTheOthers() {
		with((cart, mesh) -> {
			assertThat(attempts(cart, mesh, 429)).isEqualTo(1);
			assertThat(attempts(cart, mesh, 503)).isEqualTo(5);
		}, "dapr.invoke.clients.cart.retry.max-attempts=4", "dapr.invoke.clients.cart.retry.statuses=503",
				"dapr.invoke.clients.cart.methods.busy.retry.max-attempts=5");
	}

	@Test
	void whenPropertiesAndAnnotationsDoNotGoTogetherThenTheStartSaysSo() {
		CONTEXT.withUserConfiguration(Shop.class)
			.withPropertyValues("dapr.invoke.clients.cart.methods.busy.retry.delay=7ms")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("The settings of CartClient.busy do not go together:"
						+ " max-delay: PT0.001S (expected: at least delay, PT0.007S)"));
		CONTEXT.withUserConfiguration(Shop.class)
			.withPropertyValues("dapr.invoke.clients.cart.methods.maybe.retry.delay=7s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("The settings of CartClient.maybe do not go together:"
						+ " max-delay: PT2S (expected: at least delay, PT7S)"));
	}

	@Test
	void whenPropertiesSayOtherwiseThenTheyWin() {
		with((cart, mesh) -> {
			mesh.behaviour = (call) -> Mono.never();
			assertThatExceptionOfType(DaprInvocationException.class).isThrownBy(() -> cart.slow())
				.withMessageContaining("within 50 ms");
			assertThatExceptionOfType(DaprInvocationException.class).isThrownBy(() -> cart.maybe())
				.withMessage("GET api/items/1 of cart failed after 2 attempts: no answer within 70 ms");
		}, "dapr.invoke.clients.cart.methods.slow.timeout=50ms", "dapr.invoke.clients.cart.timeout=70",
				"dapr.invoke.clients.cart.methods.maybe.retry.max-attempts=2",
				"dapr.invoke.clients.cart.methods.maybe.retry.delay=1ms");
	}

	@Test
	void whenAWaitIsInterruptedThenTheThreadStaysSo() {
		with((cart, mesh) -> {
			mesh.behaviour = (call) -> Mono.never();
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(cart::maybe)
				.withMessage("I/O error on GET request for \"dapr://cart/api/items/1\":"
						+ " GET api/items/1 of cart: interrupted while waiting for the answer")
				.withCauseInstanceOf(InterruptedIOException.class);
			assertThat(Thread.interrupted()).isTrue();
		});
	}

	@Test
	void whenTheSourceOfABodyFailsThenThatIsNoFailureOfTheCall() {
		with((cart, mesh) -> {
			InputStream torn = new InputStream() {

				@Override
				public int read() throws IOException {
					throw new IOException("torn");
				}

			};
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> cart.raw(torn))
				.havingRootCause()
				.withMessage("torn");
			assertThat(mesh.seen).isEmpty();
		});
	}

	@Test
	void whenCalledOnAnEventLoopThenItIsRefused() {
		with((cart, mesh) -> {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> Mono.fromCallable(cart::maybe)
					.subscribeOn(reactor.core.scheduler.Schedulers.parallel())
					.block(Duration.ofSeconds(10)))
				.withMessageContaining("must not block");
			assertThat(mesh.seen).isEmpty();
		});
	}

}
