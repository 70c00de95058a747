package dev.daprinvoke.sidecar.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * HTTP/2 without TLS on the API, by upgrade (Java's own client) and by prior knowledge
 * (Reactor Netty's), is what HTTP/1.1 is (contract invocation.md 0, 1.1, 1.5).
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractHttp2Tests {

	private static final String CALL = "/v1.0/invoke/cart/method/";

	private final String lane;

	private @Nullable RunningEdge edge;

	AbstractHttp2Tests(String lane) {
		this.lane = lane;
	}

	@BeforeAll
	void start(@TempDir Path folder) {
		this.edge = RunningEdge.with(folder, "dapr.invoke.edge.lane: " + this.lane);
	}

	@AfterAll
	void stop() {
		edge().close();
	}

	@BeforeEach
	void forgetCalls() {
		edge().peers().calls.clear();
	}

	private RunningEdge edge() {
		if (this.edge == null) {
			throw new IllegalStateException("not started");
		}
		return this.edge;
	}

	static Stream<byte[]> bodies() {
		return Stream.of(0, 1, 1000, 16_384, 65_535, 65_536, 65_537, 200_000, 3_000_000).map(AbstractHttp2Tests::bytes);
	}

	private static byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		for (int i = 0; i < size; i++) {
			bytes[i] = (byte) ('a' + i / 1000 % 26);
		}
		return bytes;
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void whenJavasClientPostsABodyThenItIsAnsweredWhateverItsSize(byte[] body) throws Exception {
		assertEcho(body, BodyPublishers.ofByteArray(body),
				(body.length <= 64 * 1024) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void whenJavasClientPostsABodyOfUnknownLengthThenItIsAnsweredToo(byte[] body) throws Exception {
		assertEcho(body, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)),
				(body.length <= 64 * 1024) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
	}

	private void assertEcho(byte[] body, BodyPublisher publisher, HttpClient.Version version) throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest request = request("text").POST(publisher).build();
		HttpResponse<byte[]> first = client.send(request, BodyHandlers.ofByteArray());
		assertThat(first.version()).isEqualTo(version);
		HttpResponse<byte[]> second = client.send(request, BodyHandlers.ofByteArray());
		for (HttpResponse<byte[]> answer : List.of(first, second)) {
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).isEqualTo(body);
			assertThat(answer.headers().allValues("x-app")).containsExactly("yes");
		}
	}

	@Test
	void whenAConnectionWasUpgradedThenManyCallsShareIt() throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		assertThat(client.send(request("text").build(), BodyHandlers.ofString()).version())
			.isEqualTo(HttpClient.Version.HTTP_2);
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			answers.add(client.sendAsync(request("text/" + i).POST(BodyPublishers.ofString("body " + i)).build(),
					BodyHandlers.ofString()));
		}
		for (int i = 0; i < 100; i++) {
			HttpResponse<String> answer = answers.get(i).get(20, TimeUnit.SECONDS);
			assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(answer.body()).isEqualTo("body " + i);
		}
	}

	@Test
	void whenAnUpgradedRequestReachesTheAppThenNothingOfTheUpgradeIsLeft() throws Exception {
		HttpClient.newHttpClient()
			.send(request("text").header("X-One", "a").POST(BodyPublishers.ofString("hello")).build(),
					BodyHandlers.ofString());
		assertThat(edge().peers().lastHeaders.all("X-One")).containsExactly("a");
		assertThat(edge().peers().lastHeaders.all("Content-Length")).containsExactly("5");
		assertNoFraming();
	}

	private void assertNoFraming() {
		for (String name : List.of("Upgrade", "Http2-Settings", "X-Http2-Scheme", "X-Http2-Stream-Id", "X-Http2-Path",
				"Host", ":path", ":scheme")) {
			assertThat(edge().peers().lastHeaders.contains(name)).as(name).isFalse();
		}
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void whenAClientKnowsThatItIsHttp2ThenAnyBodyArrives(byte[] body) {
		Answer answer = post("text", body, true);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(body);
		assertThat(answer.headers().contains("content-length")).isFalse();
		assertThat(edge().peers().lastHeaders.all("Content-Length")).containsExactly(Integer.toString(body.length));
		Answer streamed = post("text", body, false);
		assertThat(streamed.body()).isEqualTo(body);
		assertThat(edge().peers().lastHeaders.contains("Content-Length")).isFalse();
		assertNoFraming();
	}

	@Test
	void whenHeadersAreSentThenTheyTravelAsWithHttp1() {
		http()
			.headers((headers) -> headers.add("x-one", "a")
				.add("x-one", "b")
				.add("cookie", "c=1")
				.add("cookie", "d=2")
				.add("te", "trailers"))
			.get()
			.uri(CALL + "text?q=%7C|")
			.response()
			.block(Duration.ofSeconds(20));
		assertThat(edge().peers().lastHeaders.all("X-One")).containsExactly("a", "b");
		assertThat(edge().peers().lastHeaders.all("Cookie")).containsExactly("c=1; d=2");
		assertThat(edge().peers().calls).containsExactly("GET text?q=%7C| ");
		assertNoFraming();
	}

	@Test
	void whenAnAppAnswersThenTheHeadersAreItsOwn() {
		Answer answer = exchange(HttpMethod.GET, "odd");
		assertThat(answer.headers().getAll("content-type")).containsExactly("application/x-odd; a=b");
		assertThat(answer.headers().getAll("set-cookie")).containsExactly("a=1", "b=2");
		assertThat(answer.headers().contains("content-length")).isFalse();
		assertThat(answer.headers().contains("dapr-invoke-chunked")).isFalse();
		assertThat(answer.text()).isEqualTo("odd");
		assertThat(exchange(HttpMethod.GET, "pieces").text()).isEqualTo("one two");
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 204, 304, 302, 400, 418, 500, 599 })
	void whenAnAppAnswersAStatusThenTheClientSeesIt(int status) {
		assertThat(exchange(HttpMethod.GET, "status/" + status).status()).isEqualTo(status);
	}

	@Test
	void whenAnAppReportsAnErrorThenItHasALength() {
		Answer answer = exchange(HttpMethod.GET, "error");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.headers().get("content-length")).isEqualTo("13");
		assertThat(answer.text()).isEqualTo("no such thing");
	}

	@Test
	void whenACallFailsThenTheBodyIsThatOfHttp1() {
		Answer answer = http().get()
			.uri("/v1.0/invoke/nobody/method/x")
			.responseSingle(Answer::of)
			.block(Duration.ofSeconds(20));
		assertThat(answer).isNotNull();
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.text()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: nobody, err: couldn't find service: nobody\"}");
		assertThat(exchangeRaw(HttpMethod.GET, "/nothing").status()).isEqualTo(404);
		assertThat(exchangeRaw(HttpMethod.GET, "/v1.0/healthz").status()).isEqualTo(204);
		assertThat(exchangeRaw(HttpMethod.GET, "/v1.0/metadata").text()).startsWith("{\"id\":\"caller\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "odd", "pieces", "error" })
	void whenHeadIsUsedThenThereAreHeadersOnly(String method) {
		Answer answer = exchange(HttpMethod.HEAD, method);
		assertThat(answer.headers().get("x-app")).isNotNull();
		assertThat(answer.headers().contains("dapr-invoke-chunked")).isFalse();
		assertThat(answer.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW" })
	void whenAnyVerbIsUsedThenItReachesTheCall(String verb) {
		assertThat(exchange(HttpMethod.valueOf(verb), "text").status()).isEqualTo(200);
		assertThat(edge().peers().calls).containsExactly((verb.equals("BREW") ? "POST" : verb) + " text ");
	}

	@Test
	void whenTheHeadersAreTooLargeThenTheAnswerIs431AndOthersGoOn() throws Exception {
		try (Http2Wire client = new Http2Wire(edge().port())) {
			client.get(1, CALL + "text", "x-large", "x".repeat(6000));
			assertThat(client.status(1)).isEqualTo("200");
			client.get(3, CALL + "text", "x-large", "x".repeat(8500));
			assertThat(client.status(3)).isEqualTo("431");
			client.get(5, CALL + "text", "x-small", "x");
			assertThat(client.status(5)).isEqualTo("200");
		}
	}

	@Test
	void whenTheAnswerBreaksOffThenTheStreamIsResetAndOthersGoOn() throws Exception {
		try (Http2Wire client = new Http2Wire(edge().port())) {
			client.get(1, CALL + "broken", "x-one", "x");
			assertThat(client.status(1)).isEqualTo("200");
			assertThat(client.end(1)).isEqualTo("reset");
			client.get(3, CALL + "pieces", "x-one", "x");
			assertThat(client.status(3)).isEqualTo("200");
			assertThat(client.end(3)).isEqualTo("ended");
		}
	}

	@Test
	void whenABodyIsTooLargeThenTheAnswerSaysSo() {
		Answer answer = post("text", bytes(5 << 20), false);
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.text()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: cart, err: stream too large\"}");
	}

	@Test
	void whenABodyThatNobodyWantsNeverEndsThenTheStreamIsReset() throws Exception {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		Flux<ByteBuf> endless = Flux.<ByteBuf>generate((sink) -> sink.next(Unpooled.wrappedBuffer(new byte[16 * 1024])))
			.doOnCancel(() -> stopped.complete(null))
			.doOnTerminate(() -> stopped.complete(null));
		Integer status = http().post()
			.uri("/nobodys")
			.send(endless)
			.response()
			.map((response) -> response.status().code())
			.onErrorReturn(404)
			.block(Duration.ofSeconds(20));
		assertThat(status).isEqualTo(404);
		stopped.get(20, TimeUnit.SECONDS);
	}

	@Test
	void whenTheClientLeavesDuringACallThenItIsCancelled() throws Exception {
		String method = "never/http2/" + this.lane;
		http().get().uri(CALL + method).response().subscribe().dispose();
		CompletableFuture<HttpResponse<String>> call = HttpClient.newHttpClient()
			.sendAsync(request(method).build(), BodyHandlers.ofString());
		assertThat(call).isNotDone();
		Mono<?> pending = http().get().uri(CALL + method).response();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> pending.block(Duration.ofMillis(500)));
		assertThat(edge().peers().event(method)).isEqualTo("cancelled");
	}

	@Test
	void whenHttp2IsSwitchedOffThenJavasClientIsAnsweredOnHttp1(@TempDir Path folder) throws Exception {
		try (RunningEdge http1 = RunningEdge.withoutHttp2(folder, "dapr.invoke.edge.lane: " + this.lane)) {
			HttpResponse<String> answer = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http1.port() + CALL + "text"))
					.POST(BodyPublishers.ofString("hello"))
					.build(), BodyHandlers.ofString());
			assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
			assertThat(answer.body()).isEqualTo("hello");
			try (WireClient client = new WireClient(http1.port())) {
				client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
				assertThat(client.receive().status()).isEqualTo(505);
			}
		}
	}

	@Test
	void whenAnUpgradeIsAskedForInAWayThatCannotBeGivenThenTheAnswerComesOnHttp1() throws IOException {
		String settings = "AAEAAEAAAAIAAAAA";
		for (String headers : List.of("Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: " + settings + "\r\n",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !\r\n",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEA\r\n",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2\r\nHTTP2-Settings: " + settings + "\r\n",
				"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n")) {
			try (WireClient client = new WireClient(edge().port())) {
				client
					.send("POST " + CALL + "text HTTP/1.1\r\nHost: h\r\n" + headers + "Content-Length: 5\r\n\r\nhello");
				WireAnswer answer = client.receive();
				assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
				assertThat(answer.body()).isEqualTo("hello");
			}
		}
	}

	private HttpRequest.Builder request(String method) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge().port() + CALL + method))
			.timeout(Duration.ofSeconds(20));
	}

	private reactor.netty.http.client.HttpClient http() {
		return reactor.netty.http.client.HttpClient.newConnection()
			.host("127.0.0.1")
			.port(edge().port())
			.protocol(HttpProtocol.H2C);
	}

	private Answer exchange(HttpMethod verb, String method) {
		return exchangeRaw(verb, CALL + method);
	}

	private Answer exchangeRaw(HttpMethod verb, String target) {
		return answer(http().request(verb).uri(target).responseSingle(Answer::of));
	}

	private Answer post(String method, byte[] body, boolean declared) {
		return answer(http().headers((headers) -> {
			if (declared) {
				headers.set("content-length", body.length);
			}
		}).post().uri(CALL + method).send(pieces(body)).responseSingle(Answer::of));
	}

	private static Flux<ByteBuf> pieces(byte[] body) {
		List<ByteBuf> pieces = new ArrayList<>();
		for (int at = 0; at < body.length; at += 30_000) {
			pieces.add(Unpooled.wrappedBuffer(body, at, Math.min(30_000, body.length - at)));
		}
		return Flux.fromIterable(pieces);
	}

	private static Answer answer(Mono<Answer> exchange) {
		Answer answer = exchange.block(Duration.ofSeconds(20));
		assertThat(answer).isNotNull();
		return answer;
	}

	/** An answer as the client saw it. */
	private record Answer(int status, HttpHeaders headers, byte[] body) {

		static Mono<Answer> of(reactor.netty.http.client.HttpClientResponse response, reactor.netty.ByteBufMono body) {
			return body.asByteArray()
				.defaultIfEmpty(new byte[0])
				.map((bytes) -> new Answer(response.status().code(), response.responseHeaders(), bytes));
		}

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

	}

}
