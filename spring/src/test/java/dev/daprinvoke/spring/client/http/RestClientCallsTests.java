package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
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
import dev.daprinvoke.testkit.Buffers;
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
	@CsvSource({ "a/b, a/b", "50%, 50%", "a+b, a+b", "a b, a b", "caf\u00e9 \u20ac, caf\u00e9 \u20ac", "My_Id, My_Id",
			"a%2Fb, a%2Fb", "a;b=c, a;b=c" })
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
	void whenTextIsPostedThenItIsTheBody() {
		this.client.post()
			.uri("/items")
			.contentType(MediaType.TEXT_PLAIN)
			.body("h\u00e9")
			.retrieve()
			.body(String.class);
		InvokeRequest request = this.invoker.request();
		assertThat(request.verb()).isEqualTo(Verb.POST);
		assertThat(request.contentType()).isEqualTo("text/plain");
		assertThat(request.headers().contains("Content-Type")).isFalse();
		assertThat(request.headers().contains("Content-Length")).isFalse();
		assertThat(request.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(this.invoker.body()).isEqualTo("h\u00e9".getBytes(StandardCharsets.ISO_8859_1));
	}

	@Test
	void whenARecordIsPutThenItTravelsAsJsonBothWays() {
		FakeInvoker json = FakeInvoker.reading((request) -> new InvokeResponse(200, "application/json",
				new InvokeHeaders(), Buffers.whole("{\"name\":\"pear\",\"count\":2}")));
		Item item = client(json).put().uri("/items").body(new Item("apple", 1)).retrieve().body(Item.class);
		assertThat(item).isEqualTo(new Item("pear", 2));
		assertThat(json.request().contentType()).startsWith("application/json");
		assertThat(json.request().body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(new String(json.body(), StandardCharsets.UTF_8)).isEqualTo("{\"name\":\"apple\",\"count\":1}");
	}

	@Test
	void whenHeadersHaveSeveralValuesThenAllTravelBothWays() {
		FakeInvoker twice = FakeInvoker.reading((request) -> new InvokeResponse(201, "text/plain",
				new InvokeHeaders().add("X-Out", "1").add("Other", "o").add("x-out", "2"), Buffers.whole("ok")));
		ResponseEntity<String> entity = client(twice).get()
			.uri("/items")
			.header("x-in", "1", "2")
			.header("Connection", "x-mine")
			.header("X-Mine", "3")
			.header("Host", "h")
			.retrieve()
			.toEntity(String.class);
		assertThat(twice.request().headers().all("X-In")).containsExactly("1", "2");
		assertThat(twice.request().headers().firstExactly("X-In")).isEqualTo("1");
		assertThat(twice.request().headers().toString()).doesNotContain("Mine").doesNotContain("Host");
		assertThat(entity.getStatusCode().value()).isEqualTo(201);
		assertThat(entity.getHeaders().get("X-Out")).containsExactly("1", "2");
		assertThat(entity.getHeaders().getContentType()).isEqualTo(MediaType.TEXT_PLAIN);
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
	void whenAnInputStreamIsWantedThenItReadsTheBody() throws IOException {
		try (InputStream in = this.client.get()
			.uri("/items")
			.exchangeForRequiredValue((request, response) -> response.getBody(), false)) {
			assertThat(in.readAllBytes()).asString().isEqualTo("ok");
		}
	}

	@Test
	void whenPartsArePostedThenTheyAreOneBody() {
		MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
		parts.add("name", "apple");
		parts.add("picture", new ByteArrayResource(new byte[100_000]) {
			@Override
			public String getFilename() {
				return "apple.png";
			}
		});
		this.client.post()
			.uri("/items")
			.contentType(MediaType.MULTIPART_FORM_DATA)
			.body(parts)
			.retrieve()
			.body(String.class);
		assertThat(this.invoker.request().contentType()).startsWith("multipart/form-data;boundary=");
		assertThat(this.invoker.body().length).isGreaterThan(100_000);
		assertThat(new String(this.invoker.body(), StandardCharsets.ISO_8859_1)).contains("filename=\"apple.png\"")
			.contains("apple");
	}

	@Test
	void whenCookiesAreSentAndSetThenTheyAreHeaders() {
		FakeInvoker setting = FakeInvoker.reading((request) -> new InvokeResponse(200, null,
				new InvokeHeaders().add("Set-Cookie", "a=1").add("Set-Cookie", "b=2; Path=/"), InvokeBody.EMPTY));
		ResponseEntity<Void> entity = client(setting).get()
			.uri("/items")
			.cookie("x", "1")
			.cookie("y", "2")
			.retrieve()
			.toBodilessEntity();
		assertThat(setting.request().headers().all("Cookie")).isEqualTo(List.of("x=1; y=2"));
		assertThat(entity.getHeaders().get("Set-Cookie")).containsExactly("a=1", "b=2; Path=/");
	}

	@Test
	void whenRestTemplateHasTheFactoryThenItCallsToo() {
		RestTemplate template = new RestTemplate(new InvokerRequestFactory(this.invoker, FakeInvoker::translate, null));
		assertThat(template.postForObject("dapr://cart/items/{id}", Map.of("a", 1), String.class, 7)).isEqualTo("ok");
		assertThat(this.invoker.request().method().value()).isEqualTo("items/7");
		assertThat(this.invoker.body()).asString().isEqualTo("{\"a\":1}");
	}

	record Item(String name, int count) {

	}

}
