package dev.daprinvoke.spring.client.reactive;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;

class WebClientCallsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final FakeInvoker invoker = FakeInvoker.ok();

	private final WebClient client = client(this.invoker);

	private static WebClient client(Invoker invoker) {
		return WebClient.builder()
			.clientConnector(new InvokerConnector(invoker, FakeInvoker::translate, null))
			.baseUrl("dapr://cart")
			.build();
	}

	private static <T> T value(Mono<T> mono) {
		return mono.blockOptional(LIMIT).orElseThrow();
	}

	@Test
	void whenSomethingIsGotThenTheAppIsCalled() {
		Mono<String> answer = this.client.get()
			.uri("/items/{id}?full={full}", 1, "a/b")
			.retrieve()
			.bodyToMono(String.class);
		assertThat(this.invoker.calls()).isZero();
		assertThat(value(answer)).isEqualTo("ok");
		InvokeRequest request = this.invoker.request();
		assertThat(request.target()).isEqualTo(Calls.app("cart"));
		assertThat(request.verb()).isEqualTo(Verb.GET);
		assertThat(request.method().value()).isEqualTo("items/1");
		assertThat(request.query()).isEqualTo("full=a%2Fb");
		assertThat(request.contentType()).isNull();
		assertThat(request.body()).isSameAs(InvokeBody.EMPTY);
	}

	@ParameterizedTest
	@CsvSource({ "a/b, a%2Fb", "../b, ..%2Fb", "50%, 50%25", "a+b, a+b", "caf\u00e9 \u20ac, caf\u00e9 \u20ac",
			"My_Id, My_Id" })
	void whenAUriVariableIsOddThenTheMethodHasItAsItIs(String variable, String method) {
		value(this.client.get().uri("/items/{id}", variable).retrieve().bodyToMono(String.class));
		assertThat(this.invoker.request().method().value()).isEqualTo("items/" + method);
	}

	@Test
	void whenARequestNamesAnInvokerThenThatIsAsked() {
		FakeInvoker other = FakeInvoker.reading((request) -> Calls.response(200, "other"));
		assertThat(value(this.client.get()
			.uri("/items")
			.attribute(Invoker.class.getName(), other)
			.retrieve()
			.bodyToMono(String.class))).isEqualTo("other");
		assertThat(this.invoker.calls()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, 200", "GET, 204", "DELETE, 204", "GET, 304" })
	void whenAnAnswerHasNoBodyThenThereIsNone(String method, int status) {
		FakeInvoker bare = FakeInvoker
			.reading((request) -> new InvokeResponse(status, null, new InvokeHeaders(), InvokeBody.EMPTY));
		ResponseEntity<String> entity = value(
				client(bare).method(HttpMethod.valueOf(method)).uri("/items").retrieve().toEntity(String.class));
		assertThat(entity.getStatusCode().value()).isEqualTo(status);
		assertThat(entity.getBody()).isNull();
		assertThat(bare.request().verb()).isEqualTo(Verb.valueOf(method));
	}

	@Test
	void whenAnAppAnswersWithAnErrorThenSpringsOwnHandlingHasIt() {
		WebClient failing = client(FakeInvoker.reading((request) -> Calls.response(404, "gone")));
		StepVerifier.create(failing.get().uri("/items").retrieve().bodyToMono(String.class))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WebClientResponseException.NotFound.class,
							(thrown) -> assertThat(thrown.getResponseBodyAsString()).isEqualTo("gone")))
			.verify(LIMIT);
	}

}
