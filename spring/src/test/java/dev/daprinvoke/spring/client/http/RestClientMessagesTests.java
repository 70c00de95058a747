package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.testkit.Buffers;

import static org.assertj.core.api.Assertions.assertThat;

class RestClientMessagesTests {

	private final FakeInvoker invoker = FakeInvoker.ok();

	private final RestClient client = client(this.invoker);

	private static RestClient client(Invoker invoker) {
		return RestClient.builder()
			.requestFactory(new InvokerRequestFactory(invoker, FakeInvoker::translate, null))
			.baseUrl("dapr://cart")
			.build();
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

	record Item(String name, int count) {

	}

}
