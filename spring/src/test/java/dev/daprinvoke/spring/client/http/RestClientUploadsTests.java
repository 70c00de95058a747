package dev.daprinvoke.spring.client.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.spring.client.FakeInvoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RestClientUploadsTests {

	private static final int LARGE = 8 * 1024 * 1024;

	private final FakeInvoker invoker = FakeInvoker.ok();

	private static InvokerRequestFactory factory(Invoker invoker) {
		return new InvokerRequestFactory(invoker, FakeInvoker::translate, null);
	}

	private static RestClient.RequestBodySpec post(Invoker invoker) {
		return RestClient.create(new RestTemplate(factory(invoker)))
			.post()
			.uri("dapr://cart/items")
			.contentType(MediaType.APPLICATION_OCTET_STREAM);
	}

	private InvokeRequest posted(Object body) {
		assertThat(post(this.invoker).body(body).retrieve().body(String.class)).isEqualTo("ok");
		return this.invoker.request();
	}

	@Test
	void whenBytesAreFewThenTheyTravelWhole() {
		InvokeRequest request = posted(new byte[InvokeBody.WHOLE_LIMIT]);
		assertThat(request.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(request.headers().contains("Content-Length")).isFalse();
		assertThat(this.invoker.body()).hasSize(InvokeBody.WHOLE_LIMIT);
	}

	@Test
	void whenBytesAreManyThenTheyAreStreamedWithTheirLength() {
		InvokeRequest request = posted(new byte[InvokeBody.WHOLE_LIMIT + 1]);
		assertThat(request.body()).isInstanceOf(InvokeBody.Streaming.class);
		assertThat(request.headers().all("Content-Length")).containsExactly("65537");
		assertThat(this.invoker.body()).hasSize(InvokeBody.WHOLE_LIMIT + 1);
	}

	@Test
	void whenJsonOfUnknownLengthIsLongThenItIsStreamed() {
		RestClient.create(new RestTemplate(factory(this.invoker)))
			.post()
			.uri("dapr://cart/items")
			.body(new Text("x".repeat(200_000)))
			.retrieve()
			.body(String.class);
		assertThat(this.invoker.request().isOfUnknownLength()).isTrue();
		assertThat(this.invoker.body()).hasSize(200_000 + "{\"text\":\"\"}".length());
	}

	@Test
	void whenAStreamOfUnknownLengthIsShortThenItTravelsWhole() {
		InvokeRequest request = posted(new InputStreamResource(new ByteArrayInputStream(new byte[1000])));
		assertThat(request.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(this.invoker.body()).hasSize(1000);
	}

	@Test
	void whenAStreamOfUnknownLengthIsLongThenItIsStreamed() {
		InvokeRequest request = posted(new InputStreamResource(new ByteArrayInputStream(new byte[LARGE])));
		assertThat(request.isOfUnknownLength()).isTrue();
		assertThat(this.invoker.body()).hasSize(LARGE);
	}

	@Test
	void whenABodyIsWrittenToTheRequestThenItIsKeptAndItsLengthKnown() throws IOException {
		ClientHttpRequest request = factory(this.invoker).createRequest(URI.create("dapr://cart/items"),
				HttpMethod.POST);
		request.getBody().write(new byte[200_000]);
		assertThatIllegalStateException()
			.isThrownBy(() -> ((StreamingHttpOutputMessage) request).setBody(OutputStream::close));
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getBody().readAllBytes()).asString().isEqualTo("ok");
		}
		assertThat(this.invoker.request().body()).isInstanceOf(InvokeBody.Streaming.class);
		assertThat(this.invoker.request().headers().first("Content-Length")).isEqualTo("200000");
		assertThat(this.invoker.body()).hasSize(200_000);
	}

	@Test
	void whenABodyIsLongerThanItsHeaderSaysThenItIsRefused() {
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> post(this.invoker).contentLength(10)
				.body((out) -> out.write(new byte[100_000]))
				.retrieve()
				.body(String.class))
			.withMessageContaining("body: longer than 65536 bytes (expected: as its Content-Length says, 10)");
		assertThat(this.invoker.calls()).isZero();
	}

	record Text(String text) {

	}

}
