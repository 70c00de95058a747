package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import reactor.core.publisher.Flux;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.spring.client.CountedBody;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RestClientDownloadsTests {

	private static final SidecarException BROKEN = SidecarException.unanswered(FailureStage.BROKEN_OFF, "cut", null);

	private static RestClient client(InvokeBody body) {
		return RestClient.builder()
			.requestFactory(new InvokerRequestFactory(FakeInvoker.reading((request) -> Calls.response(200, body)),
					FakeInvoker::translate, null))
			.baseUrl("dapr://cart")
			.build();
	}

	private static InputStream open(InvokeBody body) {
		return client(body).get()
			.uri("/items")
			.exchangeForRequiredValue((request, response) -> response.getBody(), false);
	}

	@Test
	void whenABodyIsLargeThenOnlyAFewBuffersAreAskedForAhead() throws IOException {
		CountedBody body = new CountedBody(128);
		try (InputStream in = open(body.streaming())) {
			assertThat(body.made()).isZero();
			byte[] piece = new byte[8192];
			long read = 0;
			for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
				read += count;
				assertThat(body.made() - read / CountedBody.PIECE).isLessThanOrEqualTo(BodyQueue.AHEAD + 1);
			}
			assertThat(read).isEqualTo(128L * CountedBody.PIECE);
			assertThat(in.read()).isEqualTo(-1);
		}
		assertThat(body.isCancelled()).isFalse();
	}

	@Test
	void whenABodyIsClosedBeforeItsEndThenTheCallIsCancelled() throws IOException {
		CountedBody body = new CountedBody(128);
		InputStream in = open(body.streaming());
		assertThat(in.read()).isEqualTo('x');
		in.close();
		in.close();
		assertThat(body.isCancelled()).isTrue();
		assertThat(body.made()).isLessThanOrEqualTo(BodyQueue.AHEAD + 1);
		assertThatExceptionOfType(IOException.class).isThrownBy(in::read).withMessage("the body was closed");
	}

	@Test
	void whenABodyIsNotReadThenClosingCancelsTheCall() {
		ManualBody body = new ManualBody();
		client(body.streaming()).get().uri("/items").exchange((request, response) -> response.getStatusCode());
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenABodyIsNotWantedThenItIsGivenBack() {
		ManualBody body = new ManualBody();
		client(body.streaming()).get().uri("/items").retrieve().toBodilessEntity();
		assertThat(body.isCancelled()).isTrue();
		assertThat(client(Buffers.whole("small")).get()
			.uri("/items")
			.retrieve()
			.toBodilessEntity()
			.getStatusCode()
			.value()).isEqualTo(200);
	}

	@Test
	void whenABodyBreaksOffThenReadingFailsWithTheReasonAfterWhatCame() throws IOException {
		InputStream in = open(new InvokeBody.Streaming(
				Flux.concat(Flux.defer(() -> Flux.just(Buffers.of("abc"))), Flux.error(BROKEN))));
		assertThat(in.readNBytes(3)).asString().isEqualTo("abc");
		assertThatExceptionOfType(IOException.class).isThrownBy(in::read)
			.withMessageStartingWith("the body broke off: ")
			.withCauseInstanceOf(FakeInvoker.Translated.class);
		in.close();
	}

	@Test
	void whenABodyBreaksOffWhileItIsConvertedThenTheReasonIsTheCause() {
		InvokeBody body = new InvokeBody.Streaming(
				Flux.concat(Flux.defer(() -> Flux.just(Buffers.of("abc"))), Flux.error(BROKEN)));
		assertThatExceptionOfType(RestClientException.class)
			.isThrownBy(() -> client(body).get().uri("/items").retrieve().body(String.class))
			.withCauseInstanceOf(IOException.class)
			.satisfies((error) -> assertThat(error.getCause()).hasCauseInstanceOf(FakeInvoker.Translated.class));
	}

	@Test
	void whenNothingComesThenAnInterruptEndsTheWait() {
		ManualBody body = new ManualBody();
		CompletableFuture<Thread> reader = new CompletableFuture<>();
		CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
			reader.complete(Thread.currentThread());
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> client(body.streaming()).get()
					.uri("/items")
					.exchange((request, response) -> response.getBody().readAllBytes()))
				.withMessageContaining("interrupted while waiting for the body");
			return Thread.interrupted();
		});
		body.awaitReader();
		reader.join().interrupt();
		assertThat(interrupted.join()).isTrue();
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenAnotherThreadClosesThenTheReaderWakesUp() throws IOException {
		ManualBody body = new ManualBody();
		ClientHttpResponse response = new InvokerResponse(Calls.response(200, body.streaming()));
		CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> {
			try {
				return new AssertionError(response.getBody().read());
			}
			catch (IOException ex) {
				return ex;
			}
		});
		body.awaitReader();
		response.close();
		assertThat(failure.join()).isInstanceOf(IOException.class).hasMessage("the body was closed");
		Await.until("the call is cancelled", body::isCancelled);
		body.next("late");
	}

	@Test
	void whenAPieceIsEmptyThenTheNextOneIsAskedFor() throws IOException {
		Flux<ByteBuf> bytes = Flux.just("", "a", "", "", "", "", "b", "").map(Buffers::of);
		assertThat(open(new InvokeBody.Streaming(bytes)).readAllBytes()).asString().isEqualTo("ab");
	}

}
