package dev.daprinvoke.spring.client.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Calls;

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
	void whenTheReaderIsSlowThenTheWriterWaits() {
		AtomicLong written = new AtomicLong();
		AtomicLong most = new AtomicLong();
		FakeInvoker slow = new FakeInvoker((request) -> request.body()
			.bytes()
			.publishOn(Schedulers.parallel(), 1)
			.reduce(0L, (read, piece) -> read + released(piece, most, written.get() - read))
			.map((read) -> Calls.response(200, "" + read)));
		StreamingHttpOutputMessage.Body body = (out) -> {
			for (int i = 0; i < LARGE; i += 8192) {
				out.write(new byte[8192]);
				written.addAndGet(8192);
			}
		};
		assertThat(send(slow, body)).isEqualTo("" + LARGE);
		assertThat(most.get()).isPositive().isLessThan(5 * Upload.PIECE);
	}

	// The difference is what waits between the two.
	private static long released(ByteBuf piece, AtomicLong most, long waiting) {
		int length = piece.readableBytes();
		piece.release();
		most.accumulateAndGet(waiting, Math::max);
		return length;
	}

	private static String send(Invoker invoker, StreamingHttpOutputMessage.Body body) {
		try {
			ClientHttpRequest request = factory(invoker).createRequest(URI.create("dapr://cart/items"),
					HttpMethod.POST);
			((StreamingHttpOutputMessage) request).setBody(body);
			try (ClientHttpResponse response = request.execute()) {
				return new String(response.getBody().readAllBytes());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void whenTheWriterFailsThenItsFailureIsSeen() {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> send(this.invoker, (out) -> {
			out.write(new byte[LARGE]);
			throw new IOException("disk");
		})).withMessageContaining("disk");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> send(this.invoker, (out) -> {
			throw new IOException("disk");
		})).withMessageContaining("disk");
		assertThatIllegalStateException().isThrownBy(() -> send(this.invoker, (out) -> {
			throw new IllegalStateException("own");
		})).withMessage("own");
	}

	@Test
	void whenTheCallFailsWhileTheWriterWaitsThenTheWriterIsStopped() {
		AtomicInteger stopped = new AtomicInteger();
		FakeInvoker failing = new FakeInvoker((request) -> Mono.create((sink) -> request.body()
			.bytes()
			.subscribe(new FirstOnly(
					() -> sink.error(SidecarException.unanswered(FailureStage.NOT_REACHABLE, "gone", null))))));
		assertThatExceptionOfType(FakeInvoker.Translated.class).isThrownBy(() -> send(failing, (out) -> {
			try {
				out.write(new byte[LARGE]);
			}
			catch (IOException ex) {
				stopped.incrementAndGet();
				throw ex;
			}
		})).withMessage("POST items of cart, 1: gone");
		Await.until("the writer is stopped", () -> stopped.get() == 1);
	}

	@Test
	void whenAnAppAnswersBeforeTheUploadIsCompleteThenThatIsTheAnswer() {
		FakeInvoker early = new FakeInvoker((request) -> Mono.<InvokeResponse>create((sink) -> request.body()
			.bytes()
			.subscribe(new FirstOnly(() -> sink.success(Calls.response(413, "too much"))))));
		assertThat(send(early, (out) -> out.write(new byte[LARGE]))).isEqualTo("too much");
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

	/** Takes one buffer and goes away. */
	private static final class FirstOnly extends BaseSubscriber<ByteBuf> {

		private final Runnable then;

		FirstOnly(Runnable then) {
			this.then = then;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request(1);
		}

		@Override
		protected void hookOnNext(ByteBuf bytes) {
			bytes.release();
			cancel();
			this.then.run();
		}

	}

}
