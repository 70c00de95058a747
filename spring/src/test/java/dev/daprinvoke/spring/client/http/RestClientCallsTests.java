package dev.daprinvoke.spring.client.http;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RestClientCallsTests {

	private final FakeInvoker invoker = FakeInvoker.ok();

	private final RestClient client = client(this.invoker);

	private static RestClient client(Invoker invoker) {
		return RestClient.builder()
			.requestFactory(new InvokerRequestFactory(invoker, FakeInvoker::translate, null))
			.baseUrl("dapr://cart")
			.build();
	}

	@Test
	void whenSomethingIsGotThenTheAppIsCalled() {
		String answer = this.client.get().uri("/items/{id}?full={full}", 1, "a/b").retrieve().body(String.class);
		assertThat(answer).isEqualTo("ok");
		InvokeRequest request = this.invoker.request();
		assertThat(request.target()).isEqualTo(Calls.app("cart"));
		assertThat(request.verb()).isEqualTo(Verb.GET);
		assertThat(request.method().value()).isEqualTo("items/1");
		assertThat(request.query()).isEqualTo("full=a%2Fb");
		assertThat(request.contentType()).isNull();
		assertThat(request.body()).isSameAs(InvokeBody.EMPTY);
	}

	@ParameterizedTest
	@CsvSource({ "a/b, a%2Fb", "../b, ..%2Fb", "50%, 50%25", "a+b, a+b", "a b, a b",
			"caf\u00e9 \u20ac, caf\u00e9 \u20ac", "My_Id, My_Id", "a%2Fb, a%252Fb", "a;b=c, a;b=c" })
	void whenAUriVariableIsOddThenTheMethodHasItAsItIs(String variable, String method) {
		this.client.get().uri("/items/{id}", variable).retrieve().body(String.class);
		assertThat(this.invoker.request().method().value()).isEqualTo("items/" + method);
	}

	@ParameterizedTest
	@CsvSource({ "dapr://My_Cart, My_Cart", "dapr://cart.production, cart.production",
			"dapr://http%3A%2F%2Fhost%3A8080, http://host:8080" })
	void whenABaseUrlNamesATargetThenThatIsCalled(String baseUrl, String target) {
		this.client.mutate().baseUrl(baseUrl).build().get().uri("/a").retrieve().body(String.class);
		assertThat(this.invoker.request().target().text()).isEqualTo(target);
		assertThat(this.invoker.request().method().value()).isEqualTo("a");
	}

	@Test
	void whenARequestNamesAnInvokerThenThatIsAsked() {
		FakeInvoker other = FakeInvoker.reading((request) -> Calls.response(200, "other"));
		String answer = this.client.get()
			.uri("/items")
			.attribute(Invoker.class.getName(), other)
			.retrieve()
			.body(String.class);
		assertThat(answer).isEqualTo("other");
		assertThat(this.invoker.calls()).isZero();
	}

	@Test
	void whenAnInterceptorIsThereThenBodyAndInvokerPassIt() {
		FakeInvoker other = FakeInvoker.ok();
		RestClient intercepted = this.client.mutate().requestInterceptor((request, body, next) -> {
			request.getHeaders().add("X-Seen", "" + body.length);
			return next.execute(request, body);
		}).build();
		intercepted.post()
			.uri("/items")
			.body("abc")
			.attribute(Invoker.class.getName(), other)
			.retrieve()
			.toBodilessEntity();
		assertThat(other.request().headers().first("X-Seen")).isEqualTo("3");
		assertThat(other.body()).asString().isEqualTo("abc");
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, 200", "GET, 204", "DELETE, 204", "GET, 304" })
	void whenAnAnswerHasNoBodyThenThereIsNone(String method, int status) {
		FakeInvoker bare = FakeInvoker
			.reading((request) -> new InvokeResponse(status, null, new InvokeHeaders(), InvokeBody.EMPTY));
		ResponseEntity<String> entity = client(bare).method(HttpMethod.valueOf(method))
			.uri("/items")
			.retrieve()
			.toEntity(String.class);
		assertThat(entity.getStatusCode().value()).isEqualTo(status);
		assertThat(entity.getBody()).isNull();
		assertThat(bare.request().verb()).isEqualTo(Verb.valueOf(method));
	}

	@Test
	void whenAnAppAnswersWithAnErrorThenSpringsOwnHandlingHasIt() {
		RestClient failing = client(FakeInvoker.reading((request) -> Calls.response(404, "gone")));
		assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
			.isThrownBy(() -> failing.get().uri("/items").retrieve().body(String.class))
			.satisfies((error) -> assertThat(error.getResponseBodyAsString()).isEqualTo("gone"));
	}

	@Test
	void whenAnAnswerIsOfAGrpcAppThenItsStatusIsTranslated() {
		RestClient grpc = client(FakeInvoker.reading((request) -> Calls.response(0, "fine")));
		assertThat(grpc.get().uri("/m").retrieve().toEntity(String.class).getStatusCode().value()).isEqualTo(200);
	}

	@Test
	void whenRestTemplateHasTheFactoryThenItCallsToo() {
		RestTemplate template = new RestTemplate(new InvokerRequestFactory(this.invoker, FakeInvoker::translate, null));
		assertThat(template.postForObject("dapr://cart/items/{id}", Map.of("a", 1), String.class, 7)).isEqualTo("ok");
		assertThat(this.invoker.request().method().value()).isEqualTo("items/7");
		assertThat(this.invoker.body()).asString().isEqualTo("{\"a\":1}");
	}

}
