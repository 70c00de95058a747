package dev.daprinvoke.spring.client.reactive;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.CountedBody;
import dev.daprinvoke.spring.client.FakeInvoker;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;

class WebClientBodiesTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final int PIECES = 128;

	private final FakeInvoker invoker = FakeInvoker.ok();

	private static WebClient client(Invoker invoker) {
		return WebClient.builder()
			.clientConnector(new InvokerConnector(invoker, FakeInvoker::translate, null))
			.baseUrl("dapr://cart")
			.build();
	}

	private static WebClient answering(InvokeBody body) {
		return client(FakeInvoker.reading((request) -> Calls.response(200, body)));
	}

	private static Mono<String> post(Invoker invoker, Flux<DataBuffer> body) {
		return client(invoker).post()
			.uri("/items")
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.body(BodyInserters.fromDataBuffers(body))
			.retrieve()
			.bodyToMono(String.class);
	}

	private static Flux<DataBuffer> pieces(DataBufferFactory factory, AtomicInteger made) {
		return Flux.range(0, PIECES).map((index) -> {
			made.incrementAndGet();
			return factory.allocateBuffer(CountedBody.PIECE).write(new byte[CountedBody.PIECE]);
		});
	}

	@Test
	void whenAValueIsSmallThenItTravelsWholeElseStreamed() {
		assertThat(send(new byte[InvokeBody.WHOLE_LIMIT]).request().body()).isInstanceOf(InvokeBody.Whole.class);
		FakeInvoker large = send(new byte[InvokeBody.WHOLE_LIMIT + 1]);
		assertThat(large.request().body()).isInstanceOf(InvokeBody.Streaming.class);
		assertThat(large.request().headers().all("Content-Length")).containsExactly("65537");
		assertThat(large.body()).hasSize(InvokeBody.WHOLE_LIMIT + 1);
	}

	private static FakeInvoker send(byte[] bytes) {
		FakeInvoker invoker = FakeInvoker.ok();
		client(invoker).post().uri("/items").bodyValue(bytes).retrieve().toBodilessEntity().block(LIMIT);
		return invoker;
	}

	@Test
	void whenAStreamDeclaresThatItIsSmallThenItTravelsWhole() {
		DataBufferFactory factory = DefaultDataBufferFactory.sharedInstance;
		Flux<DataBuffer> body = Flux.just("ab", "cd").map((text) -> factory.wrap(text.getBytes()));
		client(this.invoker).post()
			.uri("/items")
			.contentLength(4)
			.body(BodyInserters.fromDataBuffers(body))
			.retrieve()
			.toBodilessEntity()
			.block(LIMIT);
		assertThat(this.invoker.request().body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(this.invoker.body()).asString().isEqualTo("abcd");
	}

	@Test
	void whenTheReaderIsSlowThenTheBodyWaits() {
		AtomicInteger made = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		FakeInvoker slow = new FakeInvoker(
				(request) -> request.body().bytes().publishOn(Schedulers.parallel(), 1).reduce(0, (read, piece) -> {
					most.accumulateAndGet(made.get() - read, Math::max);
					piece.release();
					return read + 1;
				}).map((read) -> Calls.response(200, "" + read)));
		Mono<String> answer = post(slow, pieces(new NettyDataBufferFactory(ByteBufAllocator.DEFAULT), made));
		assertThat(answer.block(LIMIT)).isEqualTo("" + PIECES);
		assertThat(most.get()).isPositive().isLessThanOrEqualTo(4);
	}

	@Test
	void whenBuffersAreOfAnyKindThenAllBytesArrive() {
		post(this.invoker, pieces(DefaultDataBufferFactory.sharedInstance, new AtomicInteger())).block(LIMIT);
		assertThat(this.invoker.request().isOfUnknownLength()).isTrue();
		assertThat(this.invoker.body()).hasSize(PIECES * CountedBody.PIECE);
	}

	@Test
	void whenTheCallIsCancelledDuringTheUploadThenTheBodyIsToo() {
		AtomicInteger made = new AtomicInteger();
		AtomicInteger cancelled = new AtomicInteger();
		FakeInvoker stuck = new FakeInvoker((request) -> request.body().bytes().concatMap((piece) -> {
			piece.release();
			return Mono.<InvokeResponse>never();
		}, 1).doOnDiscard(ByteBuf.class, ByteBuf::release).next());
		post(stuck, pieces(new NettyDataBufferFactory(ByteBufAllocator.DEFAULT), made)
			.doOnCancel(cancelled::incrementAndGet)).subscribe().dispose();
		assertThat(stuck.cancelled()).isEqualTo(1);
		assertThat(cancelled).hasValue(1);
		assertThat(made.get()).isLessThanOrEqualTo(2);
	}

	@Test
	void whenAnAnswerIsLargeThenItComesAtThePaceOfItsReader() {
		CountedBody body = new CountedBody(PIECES);
		Flux<Integer> sizes = answering(body.streaming()).get()
			.uri("/items")
			.exchangeToFlux((response) -> response.bodyToFlux(DataBuffer.class))
			.map((buffer) -> {
				DataBufferUtils.release(buffer);
				return body.made();
			});
		StepVerifier.create(sizes, 0)
			.thenRequest(1)
			.expectNext(1)
			.thenRequest(2)
			.expectNext(2, 3)
			.thenRequest(Long.MAX_VALUE)
			.expectNextCount(PIECES - 3)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void whenAnAnswerIsCancelledThenTheCallIs() {
		CountedBody body = new CountedBody(PIECES);
		Flux<DataBuffer> buffers = answering(body.streaming()).get()
			.uri("/items")
			.retrieve()
			.bodyToFlux(DataBuffer.class);
		StepVerifier.create(buffers.take(2).doOnNext(DataBufferUtils::release))
			.expectNextCount(2)
			.expectComplete()
			.verify(LIMIT);
		assertThat(body.isCancelled()).isTrue();
		assertThat(body.made()).isLessThan(PIECES);
	}

	@Test
	void whenABodyIsNotWantedThenItIsGivenBack() {
		CountedBody body = new CountedBody(2);
		StepVerifier.create(answering(body.streaming()).get().uri("/items").exchangeToMono((response) -> Mono.just(1)))
			.expectNext(1)
			.expectComplete()
			.verify(LIMIT);
		assertThat(body.made()).isEqualTo(2);
		assertThat(answering(dev.daprinvoke.testkit.Buffers.whole("small")).get()
			.uri("/items")
			.retrieve()
			.toBodilessEntity()
			.block(LIMIT)).isNotNull();
	}

	@Test
	void whenANettyBufferIsSentThenItsBytesAreNotCopied() {
		ByteBuf bytes = dev.daprinvoke.testkit.Buffers.of("a");
		DataBuffer buffer = Buffers.toDataBuffer(bytes);
		assertThat(Buffers.toByteBuf(buffer)).isSameAs(bytes);
		bytes.release();
	}

}
