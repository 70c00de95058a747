package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.RoundRobinPicker;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeAppChannel;
import dev.daprinvoke.testkit.FakePeers;
import dev.daprinvoke.testkit.FakeResolver;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.transport.app.AppChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client of the HTTP API gets (contract sections 1.5 to 1.7).
 */
class HttpApiTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Endpoint PEER = new Endpoint("10.0.0.1", 50002);

	private final FakePeers peers = new FakePeers();

	private final HttpApi api = new HttpApi(new OutboundInvoker(Calls.app("front"), new Host("192.0.2.10", "web-1"),
			new FakeResolver().know("cart", PEER), new RoundRobinPicker(), this.peers, AppChannel.none(),
			(url, request) -> Mono.empty(), List.of()), new BodyLimit(1000), null);

	@Test
	void whenTheAppAnswersThenStatusTypeAndHeadersReachTheClientInChunks() {
		InvokeHeaders headers = new InvokeHeaders().add("X-App", "yes").add("Date", "Sat, 01 Jan 2000 00:00:00 GMT");
		responding(new InvokeResponse(201, "text/plain", headers, Buffers.whole("made")));
		ApiAnswer answer = answer("GET");
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.chunked()).isTrue();
		assertThat(answer.headers())
			.hasToString("[Content-Type: text/plain, X-App: yes, Date: Sat, 01 Jan 2000 00:00:00 GMT]");
		assertThat(Buffers.text(answer.body())).isEqualTo("made");
	}

	@Test
	void whenTheAppNamesNoTypeThenItIsGuessedFromTheFirstBytesAndNoneIsLost() {
		responding(new InvokeResponse(200, null, new InvokeHeaders(),
				new InvokeBody.Streaming(Flux.just(Buffers.of("<html>"), Buffers.of("rest")))));
		ApiAnswer answer = answer("GET");
		assertThat(answer.headers().first("Content-Type")).isEqualTo("text/html; charset=utf-8");
		assertThat(Buffers.text(answer.body())).isEqualTo("<html>rest");
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304 })
	void whenTheStatusAllowsNoBodyThenTheAnswerSaysSo(int status) {
		responding(new InvokeResponse(status, null, new InvokeHeaders(), InvokeBody.EMPTY));
		ApiAnswer answer = answer("GET");
		assertThat(answer.isBodiless()).isTrue();
		assertThat(answer.headers().contains("Content-Type")).isFalse();
		answer.body().discard();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 418, 500, 199 })
	void whenTheAppAnswersAnErrorThenItIsCollectedAndSentWithItsLength(int status) {
		responding(new InvokeResponse(status, null, new InvokeHeaders(),
				new InvokeBody.Streaming(Flux.just(Buffers.of("no"), Buffers.of("pe")))));
		ApiAnswer answer = answer("GET");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.chunked()).isFalse();
		assertThat(answer.headers().first("Content-Type")).isEqualTo("application/json");
		assertThat(answer.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(Buffers.text(answer.body())).isEqualTo("nope");
	}

	@Test
	void whenTheRequestWasStreamedThenAnErrorStreamsToo() {
		responding(new InvokeResponse(404, "text/plain", new InvokeHeaders(), Buffers.whole("nope")));
		ApiAnswer answer = answer(
				request("POST", Flux.just(Buffers.of("x")), Map.entry("transfer-encoding", "chunked")));
		assertThat(answer.chunked()).isTrue();
		assertThat(Buffers.text(answer.body())).isEqualTo("nope");
	}

	@Test
	void whenAGrpcAppAnswersAnErrorThenItGoesInChunksAsJson() {
		responding(new InvokeResponse(5, null, new InvokeHeaders(), Buffers.whole("{}")));
		ApiAnswer answer = answer("GET");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.chunked()).isTrue();
		assertThat(answer.headers().first("Content-Type")).isEqualTo("application/json");
		assertThat(Buffers.text(answer.body())).isEqualTo("{}");
	}

	// Contract section 1.9; the status 0 is what a callee answers with events.
	@ParameterizedTest
	@ValueSource(ints = { 0, 200 })
	void whenEventsAreAskedOfAnotherSidecarThenTheAnswerHasTheirHeaders(int status) {
		InvokeHeaders headers = new InvokeHeaders().add("Content-Type", "text/event-stream; charset=utf-8")
			.add("Cache-Control", "private")
			.add("Content-Length", "9")
			.add("Date", "Sat, 01 Jan 2000 00:00:00 GMT");
		responding(new InvokeResponse(status, null, headers,
				new InvokeBody.Streaming(Flux.just(Buffers.of("data: 1\n\n"), Buffers.of("data: 2\n\n")))));
		ApiAnswer answer = answer(request("GET", Flux.empty(), Map.entry("accept", " Text/Event-Stream ")));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.chunked()).isTrue();
		assertThat(answer.headers()).hasToString("[Content-Type: text/event-stream, "
				+ "Date: Sat, 01 Jan 2000 00:00:00 GMT, Cache-Control: no-cache, Connection: keep-alive]");
		assertThat(Buffers.text(answer.body())).isEqualTo("data: 1\n\ndata: 2\n\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream, */*", "text/event-stream;q=1", "application/json" })
	void whenEventsAreNotAllThatIsAcceptedThenTheAnswerIsOrdinary(String accept) {
		responding(Calls.response(200, "data"));
		ApiAnswer answer = answer(request("GET", Flux.empty(), Map.entry("accept", accept)));
		assertThat(answer.headers().contains("Cache-Control")).isFalse();
		assertThat(answer.headers().first("Content-Type")).isEqualTo("text/plain");
		answer.body().discard();
	}

	@Test
	void whenEventsAreAskedAndAnotherSidecarAnswersAnErrorThenThatIsOrdinary() {
		responding(Calls.response(404, "nope"));
		ApiAnswer answer = answer(request("GET", Flux.empty(), Map.entry("accept", "text/event-stream")));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.chunked()).isFalse();
		assertThat(answer.headers().first("Content-Type")).isEqualTo("text/plain");
		answer.body().discard();
	}

	// Fixture client-view/sse-self.
	@ParameterizedTest
	@CsvSource({ "200, 200", "201, 200", "302, 302", "404, 404" })
	void whenEventsAreAskedOfTheOwnAppThenItsAnswerPassesWithAStatusOf200(int status, int seen) {
		InvokeHeaders headers = new InvokeHeaders().add("Cache-Control", "private")
			.add("Date", "Sat, 01 Jan 2000 00:00:00 GMT");
		HttpApi own = new HttpApi(new OutboundInvoker(Calls.app("cart"), new Host("192.0.2.10", "web-1"),
				new FakeResolver().know("cart", PEER), new RoundRobinPicker(), this.peers,
				new FakeAppChannel(
						(request) -> Mono.just(new InvokeResponse(status, "text/x", headers, Buffers.whole("data")))),
				(url, request) -> Mono.empty(), List.of()), new BodyLimit(1000), null);
		ApiAnswer answer = own.answer(request("GET", Flux.empty(), Map.entry("accept", "text/event-stream")))
			.blockOptional(LIMIT)
			.orElseThrow();
		assertThat(answer.status()).isEqualTo(seen);
		assertThat(answer.chunked()).isEqualTo(status < 400);
		assertThat(answer.headers())
			.hasToString("[Content-Type: text/x, Cache-Control: private, " + "Date: Sat, 01 Jan 2000 00:00:00 GMT]");
		assertThat(Buffers.text(answer.body())).isEqualTo("data");
	}

	@Test
	void whenARequestStandsInATraceThenTheCallDoesToo() {
		AtomicReference<@Nullable TraceContext> called = new AtomicReference<>();
		this.peers.at(PEER, (request) -> {
			called.set(request.trace());
			return Mono.just(Calls.response(200, ""));
		});
		TraceContext trace = TraceContext.root(1, 2, 3, true);
		answer(new ApiRequest(new Addressed("cart", "items", Addressed.Form.PATH), "GET", "", List.of(), Flux.empty(),
				trace));
		assertThat(called.get()).isSameAs(trace);
	}

	@Test
	void whenAnErrorIsHugeThenItIsNotCollectedAsAWhole() {
		ManualBody body = new ManualBody();
		responding(new InvokeResponse(500, "text/plain", new InvokeHeaders(), body.streaming()));
		var answer = this.api.answer(request("GET", Flux.empty())).toFuture();
		for (int i = 0; i < 32 && !answer.isDone(); i++) {
			body.next(Buffers.ofLength(64 * 1024));
		}
		assertThat(answer).succeedsWithin(LIMIT).satisfies((given) -> {
			assertThat(given.chunked()).isTrue();
			assertThat(given.body()).isInstanceOf(InvokeBody.Streaming.class);
			given.body().discard();
		});
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheRequestIsAHeadThenNothingIsAwaitedOfTheBody() {
		ManualBody body = new ManualBody();
		responding(new InvokeResponse(404, null, new InvokeHeaders(), body.streaming()));
		ApiAnswer answer = answer("HEAD");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(body.isSubscribed()).isFalse();
		answer.body().discard();
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheContentTypeIsNotAsciiThenItsBytesReachTheClient() {
		responding(new InvokeResponse(200, "text/é", new InvokeHeaders(), InvokeBody.EMPTY));
		ApiAnswer answer = answer("GET");
		assertThat(answer.headers().first("Content-Type")).isEqualTo("text/\u00c3\u00a9");
		answer.body().discard();
	}

	@Test
	void whenTheCallFailsThenTheAnswerIsTheErrorBody() {
		this.peers.failing(PEER, StatusCode.NOT_FOUND, "gone");
		ApiAnswer answer = answer("GET");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.chunked()).isFalse();
		assertThat(answer.headers().first("Content-Type")).isEqualTo("application/json");
		assertThat(answer.headers().first("Date")).endsWith(" GMT");
		assertThat(Buffers.text(answer.body())).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: cart, err: rpc error: code = NotFound desc = gone\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "half", "" })
	void whenAnErrorBreaksOffWhileItIsCollectedThenItsStatusAndWhatCameGoOnAndBreakOff(String part) {
		responding(new InvokeResponse(404, null, new InvokeHeaders(), new InvokeBody.Streaming(
				Flux.just(Buffers.of(part)).concatWith(Flux.error(new IllegalStateException("broken"))))));
		ApiAnswer answer = answer("GET");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.chunked()).isTrue();
		StepVerifier.create(answer.body().bytes().map(Buffers::text))
			.expectNext(part)
			.expectErrorMessage("broken")
			.verify(LIMIT);
	}

	@Test
	void whenTheClientsBodyIsTooLargeThenTheAnswerSaysSo() {
		this.peers.at(PEER, (
				request) -> request.body().bytes().doOnNext(ByteBuf::release).then(Mono.just(Calls.response(200, ""))));
		ApiAnswer answer = answer(
				request("POST", Flux.just(Buffers.ofLength(1001)), Map.entry("content-length", "1001")));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(Buffers.text(answer.body())).contains("failed to invoke, id: cart, err: stream too large");
	}

	private void responding(InvokeResponse response) {
		this.peers.at(PEER, (request) -> {
			request.body().discard();
			return Mono.just(response);
		});
	}

	private ApiAnswer answer(String method) {
		return answer(request(method, Flux.empty()));
	}

	private ApiAnswer answer(ApiRequest request) {
		return this.api.answer(request).blockOptional(LIMIT).orElseThrow();
	}

	@SafeVarargs
	private static ApiRequest request(String method, Flux<ByteBuf> body, Entry<String, String>... headers) {
		return new ApiRequest(new Addressed("cart", "items", Addressed.Form.PATH), method, "", List.of(headers), body,
				null);
	}

}
