package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps that speak HTTP/2 without TLS by prior knowledge (contract section 4).
 */
class H2cAppTests extends HttpAppHarness {

	private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

	private interface App {

		org.reactivestreams.Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response);

	}

	private HttpAppChannel app(App app) {
		DisposableServer server = HttpServer.create()
			.protocol(HttpProtocol.H2C)
			.host("127.0.0.1")
			.port(0)
			.runOn(TestLoops.APP)
			.doOnConnection((connection) -> this.connections
				.add((connection.channel().parent() != null) ? connection.channel().parent() : connection.channel()))
			.handle(app::answer)
			.bindNow(LIMIT);
		closeLater(() -> server.disposeNow(LIMIT));
		return channel(HttpAppSettings.of("127.0.0.1", server.port()).withDialect(HttpDialect.H2C));
	}

	private static App echo() {
		return (request, response) -> response.status(201)
			.header("X-Path", request.uri())
			.header("X-Verb", request.method().name())
			.header("X-Host", String.valueOf(request.requestHeaders().get("host")))
			.header("Content-Type", "text/plain")
			.send(request.receive().retain());
	}

	@Test
	void whenTheAppAnswersThenNothingOfHttp2IsSeenInIt() {
		InvokeResponse response = answer(app(echo()), Calls.post("hello"));
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.contentType()).isEqualTo("text/plain");
		assertThat(response.headers().first("X-Path")).isEqualTo("/items");
		assertThat(response.headers().first("X-Verb")).isEqualTo("POST");
		assertThat(response.headers().first("X-Host")).startsWith("127.0.0.1:");
		assertThat(response.headers().toString().toLowerCase(java.util.Locale.ROOT)).doesNotContain("x-http2")
			.doesNotContain("transfer-encoding")
			.doesNotContain(":status");
		assertThat(Buffers.text(response.body())).isEqualTo("hello");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "CONNECT" })
	void whenThereIsNoBodyThenEveryVerbWorks(Verb verb) {
		HttpAppChannel channel = app(echo());
		for (int i = 0; i < 2; i++) {
			InvokeResponse response = answer(channel, Calls.request(verb, "items", InvokeBody.EMPTY));
			assertThat(response.headers().first("X-Verb")).isEqualTo(verb.name());
			assertThat(Buffers.text(response.body())).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304, 404, 500 })
	void whenTheAppAnswersAnyStatusThenItIsAnAnswer(int status) {
		InvokeResponse response = answer(app((request, out) -> out.status(status).send()), Calls.get());
		assertThat(response.status()).isEqualTo(status);
		assertThat(Buffers.text(response.body())).isEmpty();
	}

	@Test
	void whenBodiesStreamThenBothDirectionsFlow() {
		ManualBody body = new ManualBody();
		CompletableFuture<InvokeResponse> answer = call(app(echo()), Calls.request(Verb.PUT, "items", body.streaming()))
			.toFuture();
		body.awaitReader().next("hello ");
		InvokeResponse response = answer.orTimeout(10, TimeUnit.SECONDS).join();
		body.next("world").complete();
		assertThat(Buffers.text(response.body())).isEqualTo("hello world");
	}

	@Test
	void whenManyCallsAreMadeAtOnceThenTheyShareAConnection() {
		Sinks.One<String> gate = Sinks.one();
		HttpAppChannel channel = app((request, response) -> response.sendString(gate.asMono()));
		List<CompletableFuture<InvokeResponse>> answers = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			answers.add(call(channel, Calls.get()).toFuture());
		}
		gate.tryEmitValue("now");
		for (CompletableFuture<InvokeResponse> answer : answers) {
			assertThat(Buffers.text(answer.orTimeout(10, TimeUnit.SECONDS).join().body())).isEqualTo("now");
		}
		assertThat(this.connections).hasSize(1);
	}

	@Test
	void whenACallerLeavesThenItsStreamEndsAndOthersGoOn() {
		Sinks.One<String> gate = Sinks.one();
		Set<String> left = ConcurrentHashMap.newKeySet();
		Set<String> came = ConcurrentHashMap.newKeySet();
		HttpAppChannel channel = app((request, response) -> {
			came.add(request.uri());
			request.withConnection((connection) -> connection.onTerminate()
				.subscribe(null, (error) -> left.add(request.uri()), () -> left.add(request.uri())));
			return request.uri().equals("/leaving") ? Mono.never() : response.sendString(gate.asMono());
		});
		Disposable leaving = call(channel, Calls.request(Verb.GET, "leaving", InvokeBody.EMPTY)).subscribe();
		CompletableFuture<InvokeResponse> staying = call(channel, Calls.request(Verb.GET, "staying", InvokeBody.EMPTY))
			.toFuture();
		Await.until("both calls came", () -> came.size() == 2);
		leaving.dispose();
		Await.until("the stream was reset", () -> left.contains("/leaving"));
		gate.tryEmitValue("ok");
		assertThat(Buffers.text(staying.orTimeout(10, TimeUnit.SECONDS).join().body())).isEqualTo("ok");
	}

	@Test
	void whenACallerLeavesThatHasSentAStreamThenTheAppIsToldToo() {
		CountDownLatch came = new CountDownLatch(1);
		CountDownLatch left = new CountDownLatch(1);
		HttpAppChannel channel = app((request, response) -> {
			request.withConnection((connection) -> connection.onDispose(left::countDown));
			return request.receive().then(Mono.fromRunnable(came::countDown)).then(Mono.never());
		});
		InvokeBody body = new InvokeBody.Streaming(Flux.just(Buffers.of("hi")));
		Disposable leaving = call(channel, Calls.request(Verb.POST, "leaving", body)).subscribe();
		Await.until("the call came", () -> came.getCount() == 0);
		leaving.dispose();
		Await.until("the stream was reset", () -> left.getCount() == 0);
	}

	@Test
	void whenTheHeadersOfAnAnswerAreLargerThanForHttp1ThenTheyPass() {
		InvokeResponse response = answer(app((request, out) -> out.header("X-Big", "x".repeat(8000)).send()),
				Calls.get());
		assertThat(response.headers().first("X-Big")).hasSize(8000);
		response.body().discard();
	}

	@Test
	void whenTheAppBreaksOffThenTheReaderIsToldAndTheNextCallWorks() {
		boolean[] broken = { true };
		HttpAppChannel channel = app((request, response) -> {
			if (!broken[0]) {
				return response.sendString(Mono.just("fine"));
			}
			return response.sendString(Flux.concat(Mono.just("some "), Mono.error(new IOException("broken"))));
		});
		InvokeResponse response = answer(channel, Calls.get());
		assertThat(response.body().bytes().map(Buffers::text).collectList().materialize().block(LIMIT).isOnError())
			.isTrue();
		broken[0] = false;
		assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("fine");
	}

	@Test
	void whenAnswersAreNotReadThenOthersAreNotKeptWaiting() {
		String large = "x".repeat(300_000);
		HttpAppChannel channel = app((request, response) -> response
			.sendString(Flux.just(request.uri().equals("/large") ? large : "small")));
		List<InvokeResponse> unread = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			unread.add(answer(channel, Calls.request(Verb.GET, "large", InvokeBody.EMPTY)));
		}
		for (int i = 0; i < 5; i++) {
			assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("small");
		}
		assertThat(this.connections).hasSize(1);
		unread.forEach((response) -> assertThat(Buffers.text(response.body())).hasSize(300_000));
	}

	@Test
	void whenTheAppIsDownThenTheTextIsTheSame() throws IOException {
		int port = deadPort();
		HttpAppChannel channel = channel(HttpAppSettings.of("127.0.0.1", port).withDialect(HttpDialect.H2C));
		assertThat(failure(channel, Calls.get())).hasMessage("Get \"http://127.0.0.1:" + port
				+ "/items\": dial tcp 127.0.0.1:" + port + ": connect: connection refused");
	}

	@Test
	void whenTheAppSpeaksOnlyHttp1ThenTheCallFails() {
		HttpAppChannel channel = channel(
				HttpAppSettings.of("127.0.0.1", answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").port())
					.withDialect(HttpDialect.H2C));
		assertThat(call(channel, Calls.get()).materialize().block(Duration.ofSeconds(20)).isOnError()).isTrue();
	}

}
