package dev.daprinvoke.spring.client.http;

import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.spring.client.FakeInvoker.Translated;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RestClientFailuresTests {

	private static RestClient client(Invoker invoker) {
		return RestClient.builder()
			.requestFactory(new InvokerRequestFactory(invoker, FakeInvoker::translate, null))
			.build();
	}

	private static String get(Invoker invoker, String uri) {
		return String.valueOf(client(invoker).get().uri(URI.create(uri)).retrieve().body(String.class));
	}

	@Test
	void whenACallFailsThenTheTranslatedFailureIsThrownWithAllAttempts() {
		FakeInvoker failing = FakeInvoker
			.failing(SidecarException.unanswered(FailureStage.NOT_REACHABLE, "nobody there", null));
		assertThatExceptionOfType(Translated.class).isThrownBy(() -> get(failing, "dapr://cart/items/1?x=y"))
			.withMessage("GET items/1 of cart, 2: nobody there");
	}

	@Test
	void whenATargetOrMethodCanBeNoneThenTheFailureIsTranslatedAndNothingSent() {
		FakeInvoker invoker = FakeInvoker.ok();
		assertThatExceptionOfType(Translated.class).isThrownBy(() -> get(invoker, "dapr://a.b.c/items"))
			.withMessage("GET items of a.b.c, 1: invalid app id a.b.c");
		assertThat(invoker.calls()).isZero();
	}

	@Test
	void whenAUriOrVerbIsNoneOfACallThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> get(FakeInvoker.ok(), "http://cart/items"))
			.withMessage("uri: http://cart/items (expected: dapr://<app id>/<path>)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> client(FakeInvoker.ok()).method(HttpMethod.valueOf("PURGE"))
				.uri("dapr://cart/items")
				.retrieve()
				.toBodilessEntity())
			.withMessageStartingWith("method: PURGE (expected: GET, HEAD,");
	}

	@Test
	void whenSomebodyIsThereForOtherSchemesThenItGetsThem() throws Exception {
		InvokerRequestFactory factory = new InvokerRequestFactory(FakeInvoker.ok(), FakeInvoker::translate,
				new SimpleClientHttpRequestFactory());
		assertThat(factory.createRequest(URI.create("http://localhost/"), HttpMethod.GET))
			.isNotInstanceOf(InvokerRequest.class);
		assertThat(factory.createRequest(URI.create("dapr://cart/"), HttpMethod.GET))
			.isInstanceOf(InvokerRequest.class);
	}

	@Test
	void whenAnInvokerFailsOtherwiseThenThatIsThrown() {
		assertThatIllegalStateException()
			.isThrownBy(() -> get((request) -> Mono.error(new IllegalStateException("bug")), "dapr://cart/items"))
			.withMessage("bug");
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> get((request) -> Mono.empty(), "dapr://cart/items"))
			.withMessageContaining("GET items of cart: no answer");
	}

	@Test
	void whenTheThreadMustNotBlockThenNothingIsSentAndTheErrorSaysWhatToDo() {
		FakeInvoker invoker = FakeInvoker.ok();
		AtomicInteger written = new AtomicInteger();
		StepVerifier
			.create(Mono.fromCallable(() -> client(invoker).post()
				.uri("dapr://cart/items")
				.body((out) -> written.incrementAndGet())
				.retrieve()
				.toBodilessEntity()).subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.message()
				.matches("POST items of cart: called on thread parallel-\\d+, which must not block"
						+ " \\(expected: a client that returns a Mono or Flux, or a call from another thread,"
						+ " such as one of Schedulers.boundedElastic\\(\\)\\)"))
			.verify(Duration.ofSeconds(10));
		assertThat(invoker.calls()).isZero();
		assertThat(written).hasValue(0);
	}

	@Test
	void whenTheWaitIsInterruptedThenTheCallIsCancelledAndTheFlagKept() throws InterruptedException {
		CountDownLatch called = new CountDownLatch(1);
		FakeInvoker silent = new FakeInvoker(
				(request) -> Mono.<InvokeResponse>never().doOnSubscribe((subscription) -> called.countDown()));
		CompletableFuture<Thread> caller = new CompletableFuture<>();
		CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
			caller.complete(Thread.currentThread());
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(silent, "dapr://cart/items"))
				.withMessageContaining("GET items of cart: interrupted while waiting for the answer");
			return Thread.interrupted();
		});
		called.await();
		caller.join().interrupt();
		assertThat(interrupted.join()).isTrue();
		assertThat(silent.cancelled()).isEqualTo(1);
	}

	@Test
	void whenAnAnswerComesAfterTheInterruptThenItIsGivenBack() throws InterruptedException {
		ManualBody body = new ManualBody();
		ResponseWait wait = new ResponseWait("GET items of cart", new Attempts());
		Sinks.One<InvokeResponse> unused = Sinks.one();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> wait.await(unused.asMono()));
		assertThat(Thread.interrupted()).isTrue();
		wait.onNext(Calls.response(200, body.streaming()));
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheThreadWasInterruptedBeforeThenAnAnswerAtHandIsGivenBack() {
		ManualBody body = new ManualBody();
		FakeInvoker invoker = new FakeInvoker((request) -> Mono.just(Calls.response(200, body.streaming())));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(invoker, "dapr://cart/items"));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(body.isCancelled()).isTrue();
	}

}
