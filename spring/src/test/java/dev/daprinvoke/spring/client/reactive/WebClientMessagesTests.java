package dev.daprinvoke.spring.client.reactive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.FakeInvoker;

import static org.assertj.core.api.Assertions.assertThat;

class WebClientMessagesTests {

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
	void whenTextIsPostedThenItIsTheBody() {
		value(this.client.post()
			.uri("/items")
			.contentType(MediaType.TEXT_PLAIN)
			.bodyValue("h\u00e9")
			.retrieve()
			.bodyToMono(String.class));
		InvokeRequest request = this.invoker.request();
		assertThat(request.contentType()).startsWith("text/plain");
		assertThat(request.headers().contains("Content-Length")).isFalse();
		assertThat(request.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(new String(this.invoker.body(), StandardCharsets.UTF_8)).isEqualTo("h\u00e9");
	}

	@Test
	void whenARecordIsPutThenItTravelsAsJsonBothWays() {
		FakeInvoker json = FakeInvoker.reading((request) -> new InvokeResponse(200, "application/json",
				new InvokeHeaders(), dev.daprinvoke.testkit.Buffers.whole("{\"name\":\"pear\",\"count\":2}")));
		Item item = value(
				client(json).put().uri("/items").bodyValue(new Item("apple", 1)).retrieve().bodyToMono(Item.class));
		assertThat(item).isEqualTo(new Item("pear", 2));
		assertThat(json.request().contentType()).isEqualTo("application/json");
		assertThat(json.request().body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(json.body()).asString().isEqualTo("{\"name\":\"apple\",\"count\":1}");
	}

	@Test
	void whenManyItemsArePostedThenTheyAreStreamed() {
		value(this.client.post()
			.uri("/items")
			.contentType(MediaType.APPLICATION_NDJSON)
			.body(Flux.range(0, 3).map((index) -> new Item("apple", index)), Item.class)
			.retrieve()
			.bodyToMono(String.class));
		assertThat(this.invoker.request().isOfUnknownLength()).isTrue();
		assertThat(new String(this.invoker.body(), StandardCharsets.UTF_8).lines()).hasSize(3);
	}

	@Test
	void whenHeadersHaveSeveralValuesThenAllTravelBothWays() {
		FakeInvoker twice = FakeInvoker.reading((request) -> new InvokeResponse(201, "text/plain",
				new InvokeHeaders().add("X-Out", "1").add("Other", "o").add("x-out", "2"), InvokeBody.EMPTY));
		ResponseEntity<Void> entity = value(
				client(twice).get().uri("/items").header("x-in", "1", "2").retrieve().toBodilessEntity());
		assertThat(twice.request().headers().all("X-In")).containsExactly("1", "2");
		assertThat(entity.getStatusCode().value()).isEqualTo(201);
		assertThat(entity.getHeaders().get("X-Out")).containsExactly("1", "2");
		assertThat(entity.getHeaders().getContentType()).isEqualTo(MediaType.TEXT_PLAIN);
	}

	@Test
	void whenPartsArePostedThenTheyAreOneBody() {
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("name", "apple");
		parts.part("picture", new ByteArrayResource(new byte[100_000])).filename("apple.png");
		value(this.client.post().uri("/items").bodyValue(parts.build()).retrieve().bodyToMono(String.class));
		assertThat(this.invoker.request().contentType()).startsWith("multipart/form-data;boundary=");
		assertThat(this.invoker.body().length).isGreaterThan(100_000);
		assertThat(new String(this.invoker.body(), StandardCharsets.ISO_8859_1)).contains("filename=\"apple.png\"");
	}

	@Test
	void whenEventsComeThenEachIsSeen() {
		FakeInvoker events = FakeInvoker.reading((request) -> new InvokeResponse(200, "text/event-stream",
				new InvokeHeaders(), new InvokeBody.Streaming(Flux.just("data: 1\n\n", "data: 2\n\nda", "ta: 3\n\n")
					.map(dev.daprinvoke.testkit.Buffers::of))));
		Flux<String> data = client(events).get()
			.uri("/events")
			.retrieve()
			.bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			})
			.mapNotNull(ServerSentEvent::data);
		StepVerifier.create(data).expectNext("1", "2", "3").expectComplete().verify(LIMIT);
	}

	@Test
	void whenCookiesAreSentAndSetThenTheyAreSeen() {
		FakeInvoker setting = FakeInvoker.reading((request) -> new InvokeResponse(200, null,
				new InvokeHeaders().add("Set-Cookie", "a=1; HttpOnly; SameSite=Lax")
					.add("Set-Cookie", "b=2; Path=/; Max-Age=5")
					.add("Set-Cookie", "="),
				InvokeBody.EMPTY));
		List<ResponseCookie> cookies = value(client(setting).get()
			.uri("/items")
			.cookie("x", "1")
			.cookie("y", "2")
			.exchangeToMono((response) -> response.releaseBody()
				.thenReturn(response.cookies().values().stream().flatMap(List::stream).toList())));
		assertThat(setting.request().headers().all("Cookie")).containsExactly("x=1; y=2");
		assertThat(cookies).extracting(ResponseCookie::toString).hasSize(2);
		assertThat(cookies.get(0).toString()).isEqualTo("a=1; HttpOnly; SameSite=Lax");
		assertThat(cookies.get(1).getMaxAge()).isEqualTo(Duration.ofSeconds(5));
		assertThat(cookies.get(1).getPath()).isEqualTo("/");
	}

	record Item(String name, int count) {

	}

}
