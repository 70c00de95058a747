package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RestClientUploadEndsTests {

	private static final int LARGE = 8 * 1024 * 1024;

	private final FakeInvoker invoker = FakeInvoker.ok();

	private static InvokerRequestFactory factory(Invoker invoker) {
		return new InvokerRequestFactory(invoker, FakeInvoker::translate, null);
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
	void whenManyBlockedCallersUploadThenEachHasAThread() {
		FakeInvoker slow = new FakeInvoker((request) -> request.body()
			.bytes()
			.publishOn(Schedulers.parallel(), 1)
			.map(Buffers::bytes)
			.reduce(0, (read, piece) -> read + piece.length)
			.map((read) -> Calls.response(200, "" + read)));
		List<String> answers = Flux.range(0, 64)
			.flatMap((index) -> Mono.fromCallable(() -> send(slow, (out) -> out.write(new byte[200_000])))
				.subscribeOn(Schedulers.boundedElastic()), 64)
			.collectList()
			.blockOptional(Duration.ofSeconds(30))
			.orElseThrow();
		assertThat(answers).hasSize(64).containsOnly("200000");
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
