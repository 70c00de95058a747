package dev.daprinvoke.transport.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers of apps when bodies hold the memory: those that stream are refused, or broken
 * off, and what belongs to them goes back.
 */
class AnswerMemoryTests extends HttpAppHarness {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private static final String BEGINS = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nfirst";

	private final AtomicBoolean many = new AtomicBoolean();

	private final AtomicBoolean tooMany = new AtomicBoolean();

	private HttpAppChannel watched(int port, HttpDialect dialect) {
		BodyMemory memory = new BodyMemory(() -> !this.many.get(), () -> !this.tooMany.get());
		return channel(HttpAppSettings.of("127.0.0.1", port)
			.withDialect(dialect)
			.withLimits(HttpLimits.DEFAULTS.withMemory(memory)));
	}

	@Test
	void whenBodiesAreManyThenAnAnswerThatStreamsIsRefusedAndASmallOnePasses() {
		FakeApp app = app((exchange) -> exchange.send(exchange.line().contains("/small") ? OK : BEGINS));
		HttpAppChannel channel = watched(app.port(), HttpDialect.HTTP);
		this.many.set(true);
		Throwable refused = failure(channel, Calls.get());
		assertThat(refused).isInstanceOf(BodyMemoryException.class)
			.hasMessage("too many bodies in flight for this sidecar's memory");
		assertThat(((BodyMemoryException) refused).code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
		Await.until("the app's connection is closed", () -> app.openConnections() == 0);
		assertThat(Buffers.text(answer(channel, Calls.request(Verb.GET, "small", InvokeBody.EMPTY)).body()))
			.isEqualTo("ok");
		this.many.set(false);
		InvokeResponse streams = answer(channel, Calls.get());
		assertThat(streams.body()).isInstanceOf(InvokeBody.Streaming.class);
		streams.body().discard();
	}

	@Test
	void whenBodiesAreTooManyThenTheReaderOfOneThatGoesOnIsTold() {
		FakeApp app = app((exchange) -> {
			exchange.send(BEGINS);
			Await.until("the first part is read", this.tooMany::get);
			exchange.send("second");
		});
		HttpAppChannel channel = watched(app.port(), HttpDialect.HTTP);
		StepVerifier.create(answer(channel, Calls.get()).body().bytes().map(Buffers::text))
			.expectNext("first")
			.then(() -> {
				this.tooMany.set(true);
			})
			.expectError(BodyMemoryException.class)
			.verify(LIMIT);
		Await.until("the app's connection is closed", () -> app.openConnections() == 0);
	}

	@Test
	void whenBodiesAreTooManyThenAnAnswerThatIsThereAlreadyPasses() {
		HttpAppChannel channel = watched(answering(OK).port(), HttpDialect.HTTP);
		this.many.set(true);
		this.tooMany.set(true);
		assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("ok");
	}

	@ParameterizedTest
	@ValueSource(strings = { BEGINS, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n" })
	void whenAnAnswerIsRefusedDuringAnUploadThenItsBodyIsGivenBack(String begins) {
		FakeApp app = app((exchange) -> exchange.send(begins));
		HttpAppChannel channel = watched(app.port(), HttpDialect.HTTP);
		this.many.set(true);
		ManualBody body = new ManualBody();
		assertThat(failure(channel, Calls.request(Verb.POST, "items", body.streaming())))
			.isInstanceOf(BodyMemoryException.class);
		Await.until("the body is given back", body::isCancelled);
		Await.until("the app's connection is closed", () -> app.openConnections() == 0);
	}

	@Test
	void whenTheAppSpeaksHttp2ThenItsAnswersAreRefusedAndBrokenOffAlike() {
		DisposableServer app = HttpServer.create()
			.protocol(HttpProtocol.H2C)
			.host("127.0.0.1")
			.port(0)
			.runOn(TestLoops.APP)
			.handle((request,
					response) -> response.send(Flux.just("first", "second")
						.map(Buffers::of)
						.delayElements(Duration.ofMillis(20))
						.concatWith(Mono.never())))
			.bindNow(LIMIT);
		closeLater(() -> app.disposeNow(LIMIT));
		HttpAppChannel channel = watched(app.port(), HttpDialect.H2C);
		this.many.set(true);
		assertThat(failure(channel, Calls.get())).isInstanceOf(BodyMemoryException.class);
		this.many.set(false);
		this.tooMany.set(true);
		StepVerifier.create(answer(channel, Calls.get()).body().bytes().map(Buffers::text))
			.expectError(BodyMemoryException.class)
			.verify(LIMIT);
		this.tooMany.set(false);
		StepVerifier.create(answer(channel, Calls.get()).body().bytes().map(Buffers::text))
			.expectNext("first", "second")
			.thenCancel()
			.verify(LIMIT);
	}

}
