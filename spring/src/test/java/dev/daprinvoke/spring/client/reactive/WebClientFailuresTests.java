package dev.daprinvoke.spring.client.reactive;

import java.net.URI;
import java.time.Duration;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.spring.client.FailedCall;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.spring.client.FakeInvoker.Translated;
import dev.daprinvoke.spring.client.NotReachableException;
import dev.daprinvoke.spring.client.http.FailureTranslator;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

class WebClientFailuresTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final SidecarException GONE = SidecarException.unanswered(FailureStage.NOT_REACHABLE, "gone", null);

	private static final NotReachableException TYPED = new NotReachableException(
			new FailedCall("cart", "GET items", HttpStatus.SERVICE_UNAVAILABLE, new HttpHeaders(), new byte[0], 1),
			"gone", null);

	private static InvokerConnector connector(Invoker invoker) {
		return new InvokerConnector(invoker, FakeInvoker::translate, null);
	}

	private static Mono<ClientHttpResponse> connect(Invoker invoker, String uri) {
		return connector(invoker).connect(HttpMethod.GET, URI.create(uri), ClientHttpRequest::setComplete);
	}

	private static void expect(Mono<?> failing, Class<? extends Throwable> type, String message) {
		StepVerifier.create(failing)
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(type).hasMessageStartingWith(message))
			.verify(LIMIT);
	}

	@Test
	void whenACallFailsThenTheFailureIsTranslatedWithAllAttempts() {
		expect(connect(FakeInvoker.failing(GONE), "dapr://cart/items/1?x=y"), Translated.class,
				"GET items/1 of cart, 2: gone");
	}

	@Test
	void whenATargetOrMethodCanBeNoneThenTheFailureIsTranslatedAndNothingSent() {
		FakeInvoker invoker = FakeInvoker.ok();
		expect(connect(invoker, "dapr://a.b.c/items"), Translated.class, "GET items of a.b.c, 1: invalid app id a.b.c");
		assertThat(invoker.calls()).isZero();
	}

	@Test
	void whenAUriOrVerbIsNoneOfACallThenItIsRefused() {
		expect(connect(FakeInvoker.ok(), "http://cart/items"), IllegalArgumentException.class,
				"uri: http://cart/items (expected: dapr://<app id>/<path>)");
		expect(connector(FakeInvoker.ok()).connect(HttpMethod.valueOf("PURGE"), URI.create("dapr://cart/"),
				ClientHttpRequest::setComplete), IllegalArgumentException.class, "method: PURGE (expected: GET,");
	}

	@Test
	void whenSomebodyIsThereForOtherSchemesThenItGetsThem() {
		InvokerConnector connector = new InvokerConnector(FakeInvoker.ok(), FakeInvoker::translate,
				(method, uri, callback) -> Mono.error(new IllegalStateException("other " + uri)));
		expect(connector.connect(HttpMethod.GET, URI.create("http://h/"), ClientHttpRequest::setComplete),
				IllegalStateException.class, "other http://h/");
	}

	@Test
	void whenABodyBreaksOffThenTheFailureIsTranslatedAfterWhatCame() {
		Flux<String> parts = client(brokenOff(), FakeInvoker::translate).get()
			.uri("dapr://cart/items")
			.exchangeToFlux((response) -> response.bodyToFlux(String.class));
		StepVerifier.create(parts)
			.expectNext("a", "b")
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(Translated.class)
				.hasMessage("GET items of cart, 1: gone"))
			.verify(LIMIT);
	}

	@Test
	void whenABodyBreaksOffWhileItIsRetrievedThenTheFailureCanBeUnwrapped() {
		Flux<String> parts = client(brokenOff(), (failure, verb, target, method, attempts) -> TYPED).get()
			.uri("dapr://cart/items")
			.retrieve()
			.bodyToFlux(String.class)
			.onErrorMap(TypedFailures::unwrap);
		StepVerifier.create(parts).expectNext("a", "b").expectErrorMatches((error) -> error == TYPED).verify(LIMIT);
	}

	private static FakeInvoker brokenOff() {
		Flux<ByteBuf> bytes = Flux.concat(Flux.just("a\n", "b\n").map(dev.daprinvoke.testkit.Buffers::of),
				Flux.error(GONE));
		return FakeInvoker.reading((request) -> Calls.response(200, new InvokeBody.Streaming(bytes)));
	}

	private static WebClient client(Invoker invoker, FailureTranslator failures) {
		return WebClient.builder().clientConnector(new InvokerConnector(invoker, failures, null)).build();
	}

	@Test
	void whenACallIsCancelledBeforeItsAnswerThenTheInvokerKnows() {
		FakeInvoker silent = new FakeInvoker((request) -> Mono.never());
		connect(silent, "dapr://cart/items").subscribe().dispose();
		assertThat(silent.cancelled()).isEqualTo(1);
	}

	@Test
	void whenACallIsCancelledBetweenAnswerAndBodyThenTheBodyIsGivenBack() {
		ManualBody body = new ManualBody();
		FakeInvoker invoker = FakeInvoker.reading((request) -> Calls.response(200, body.streaming()));
		BaseSubscriber<ClientHttpResponse> caller = new BaseSubscriber<>() {
			@Override
			protected void hookOnNext(ClientHttpResponse response) {
				cancel();
			}
		};
		connect(invoker, "dapr://cart/items").subscribe(caller);
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenAnAnswerComesAfterTheCancellationThenItIsGivenBack() {
		ManualBody body = new ManualBody();
		LateInvoker late = new LateInvoker();
		connect(late, "dapr://cart/items").subscribe().dispose();
		late.answer(Calls.response(200, body.streaming()));
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenABodyWasGivenBackThenItCannotBeRead() {
		ManualBody bytes = new ManualBody();
		ResponseBody body = new ResponseBody(bytes.streaming());
		body.discardUnread();
		body.discardUnread();
		assertThat(bytes.isCancelled()).isTrue();
		expect(body.buffers().next(), IllegalStateException.class, "the response was given back");
	}

	@Test
	void whenTheFilterIsThereThenFailedCallsAreNotWrapped() {
		WebClient plain = client(FakeInvoker.failing(GONE), (failure, verb, target, method, attempts) -> TYPED);
		expect(plain.get().uri("dapr://cart/items").retrieve().toBodilessEntity(), WebClientRequestException.class,
				"gone");
		expect(plain.mutate()
			.filter(new TypedFailures())
			.build()
			.get()
			.uri("dapr://cart/items")
			.retrieve()
			.toBodilessEntity(), NotReachableException.class, "gone");
		expect(plain.mutate().filter(new TypedFailures()).build().get().uri("dapr:cart").retrieve().toBodilessEntity(),
				WebClientRequestException.class, "uri: dapr:cart (expected:");
	}

}
