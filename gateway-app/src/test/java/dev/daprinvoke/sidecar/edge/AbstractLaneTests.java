package dev.daprinvoke.sidecar.edge;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client of the HTTP API sees on the wire, which is the same through both lanes
 * (contract invocation.md 1).
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractLaneTests {

	private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String NO_TARGET = "{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
			+ "\"failed getting app id either from the URL path or the header dapr-app-id\"}";

	private final String lane;

	private @Nullable RunningEdge edge;

	AbstractLaneTests(String lane) {
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

	@ParameterizedTest
	@CsvSource({ "/v1.0/invoke/cart/method/text/a?x=1&y=%zz|, GET text/a?x=1&y=%zz|",
			"/v1.0/invoke/cart/method/text/%61%2Fb//c/../d/, GET text/a/b/d",
			"//v1.0//invoke/cart/method/text, GET text", "http://other/v1.0/invoke/cart/method/text, GET text",
			"/v1.0/invoke/cart/method/text/|{}^`\"<>\\, 'GET text/|{}^`\"<>\\'",
			"/v1.0/invoke/cart/method/text/%2B+;=&$, GET text/++;=&$" })
	void whenThePathNamesATargetThenItIsCalled(String path, String call) throws Exception {
		assertThat(get(path).status()).isEqualTo(200);
		assertThat(nextCall()).isEqualTo(call + " ");
	}

	@Test
	void whenRawBytesStandInThePathThenTheyReachTheCall() throws Exception {
		assertThat(get("/v1.0/invoke/cart/method/text/\u00c3\u00a9?q=\u00e9").status()).isEqualTo(200);
		assertThat(nextCall()).isEqualTo("GET text/\u00e9?q=\udce9 ");
	}

	@ParameterizedTest
	@CsvSource({ "/text, GET text", "/v1.0/invoke/x/method/text, GET v1.0/invoke/x/method/text",
			"/v1.0/%68ealthz, GET v1.0/healthz", "/v1%2E0/metadata, GET v1.0/metadata" })
	void whenTheHeaderNamesATargetThenTheWholePathIsTheMethod(String path, String call) throws Exception {
		exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\n\r\n");
		if (call.equals("GET text")) {
			assertThat(nextCall()).isEqualTo(call + " ");
			assertThat(edge().peers().lastHeaders.contains("Dapr-App-Id")).isFalse();
		}
	}

	@Test
	void whenBasicAuthNamesATargetThenItIsCalledAndTheHeaderForwarded() throws Exception {
		String basic = Base64.getEncoder().encodeToString("dapr-app-id:cart".getBytes(StandardCharsets.US_ASCII));
		exchange("GET /text HTTP/1.1\r\nHost: h\r\nAuthorization: Basic " + basic + "\r\n\r\n");
		assertThat(nextCall()).isEqualTo("GET text ");
		assertThat(edge().peers().lastHeaders.first("Authorization")).isEqualTo("Basic " + basic);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE" })
	void whenAnyVerbIsUsedThenItReachesTheCall(String verb) throws Exception {
		assertThat(exchange(verb + " /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\n\r\n").status())
			.isEqualTo(200);
		assertThat(nextCall()).isEqualTo(verb + " text ");
	}

	@Test
	void whenAVerbIsUnknownThenTheCallIsAPost() throws Exception {
		exchange("BREW /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\n\r\n");
		assertThat(nextCall()).isEqualTo("POST text ");
	}

	@Test
	void whenHeadersAreSentThenTheyTravelWithoutThoseThatFrame() throws Exception {
		exchange("POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nX-one: a\r\nx-ONE: b\r\n"
				+ "Cookie: c=1; d=2\r\nExpect: 100-continue\r\nX-Latin: caf\u00c3\u00a9\r\nContent-Length: 0\r\n\r\n");
		assertThat(edge().peers().lastHeaders.all("X-One")).containsExactly("a", "b");
		assertThat(edge().peers().lastHeaders.all("Cookie")).containsExactly("c=1; d=2");
		assertThat(edge().peers().lastHeaders.all("X-Latin")).containsExactly("caf\u00e9");
		assertThat(edge().peers().lastHeaders.contains("Host")).isFalse();
		assertThat(edge().peers().lastHeaders.contains("Expect")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "GET, /", "GET, /unknown", "GET, *", "POST, /v1.0/metadata", "POST, /v1.0/healthz",
			"GET, /v1.0/shutdown", "GET, /v1.0/%68ealthz", "PUT, /v1.0/metadata/a/b", "GET, /v1.0/invoke/cart",
			"GET, /v1.0/invoke/cart/method", "GET, /v1.0/invoke//method/x", "DELETE, /v1.0/healthz/outbound",
			"OPTIONS, /v1.0/healthz" })
	void whenNothingIsNamedThenTheAnswerIs404(String verb, String path) throws Exception {
		WireAnswer answer = exchange(verb + " " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).isEqualTo(NO_TARGET);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(NO_TARGET.length()));
		assertThat(answer.all("Date")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1.0/healthz", "/v1.0/metadata", "/nobody" })
	void whenHeadIsUsedOnWhatIsNoTargetThenTheAnswerIs404WithoutBody(String path) throws Exception {
		try (WireClient client = client()) {
			client.send("HEAD " + path + " HTTP/1.1\r\nHost: h\r\n\r\nGET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receive(true).status()).isEqualTo(404);
			assertThat(client.receive().status()).isEqualTo(204);
		}
	}

	@Test
	void whenAKnownRouteIsAskedWithATargetHeaderThenTheRouteWins() throws Exception {
		WireAnswer answer = exchange("GET /v1.0/metadata HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\n\r\n");
		assertThat(answer.body()).startsWith("{\"id\":\"caller\",");
		assertThat(edge().peers().calls).isEmpty();
	}

	@Test
	void whenAnotherVerbIsUsedOnAKnownRouteWithATargetHeaderThenItIsACall() throws Exception {
		exchange("POST /text HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\nContent-Length: 0\r\n\r\n");
		assertThat(nextCall()).isEqualTo("POST text ");
	}

	@Test
	void whenAPreflightNamesATargetThenTheAppAnswersIt() throws Exception {
		WireAnswer answer = preflight("/v1.0/invoke/cart/method/text");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("X-App")).isEqualTo("yes");
		assertThat(nextCall()).isEqualTo("OPTIONS text ");
		assertThat(edge().peers().lastHeaders.first("Origin")).isEqualTo("http://page");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/v1.0/metadata", "/nobodys" })
	void whenAPreflightNamesNoTargetThenTheAnswerIs404(String path) throws Exception {
		WireAnswer answer = preflight(path);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).isEqualTo(NO_TARGET);
		assertThat(answer.headers()).noneMatch((line) -> line.toLowerCase(Locale.ROOT).startsWith("access-"));
	}

	private WireAnswer preflight(String path) throws Exception {
		return exchange("OPTIONS " + path + " HTTP/1.1\r\nHost: h\r\nOrigin: http://page\r\n"
				+ "Access-Control-Request-Method: POST\r\n\r\n");
	}

	@Test
	void whenACallComesFromAnotherOriginThenNothingIsAdded() throws Exception {
		WireAnswer answer = exchange(
				"GET /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nOrigin: http://page\r\n\r\n");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.all("Vary")).isEmpty();
	}

	@Test
	void whenAnAppAnswersThenTheBodyIsInChunksAndTheHeadersAreItsOwn() throws Exception {
		WireAnswer answer = get("/v1.0/invoke/cart/method/odd");
		assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
		assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(answer.all("Content-Length")).isEmpty();
		assertThat(answer.all("Content-Type")).containsExactly("application/x-odd; a=b");
		assertThat(answer.all("Set-Cookie")).containsExactly("a=1", "b=2");
		assertThat(answer.all("X-App")).containsExactly("caf\u00c3\u00a9");
		assertThat(answer.all("Server")).containsExactly("app/1");
		assertThat(answer.all("Date")).hasSize(1);
		assertThat(answer.all("Traceparent")).hasSize(1);
		assertThat(answer.headers()).hasSize(8);
		assertThat(answer.body()).isEqualTo("odd");
	}

	// Contract 1.6: trace headers. Deviation: real Dapr begins a trace of zeros.
	@Test
	void whenNoTraceCameThenCallAndAnswerStandInTheSameNewOne() throws Exception {
		WireAnswer answer = get("/v1.0/invoke/cart/method/text");
		assertThat(answer.header("Traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
			.isEqualTo(String.valueOf(edge().peers().lastTrace));
		assertThat(edge().peers().lastHeaders.contains("Traceparent")).isFalse();
		assertThat(get("/v1.0/invoke/cart/method/text").header("Traceparent"))
			.isNotEqualTo(answer.header("Traceparent"));
	}

	@Test
	void whenATraceCameThenCallAndAnswerStandInIt() throws Exception {
		WireAnswer answer = exchange("GET /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\ntraceparent: " + TRACE
				+ "\r\ntracestate: a=1,b=2\r\nbaggage: k=v;p=1,k2=v2\r\n\r\n");
		assertThat(answer.all("Traceparent")).containsExactly(TRACE);
		assertThat(answer.all("Tracestate")).containsExactly("a=1,b=2");
		assertThat(answer.all("Baggage")).containsExactly("k=v;p=1,k2=v2");
		assertThat(edge().peers().lastTrace).hasToString(TRACE);
		assertThat(edge().peers().lastHeaders.first("Traceparent")).isEqualTo(TRACE);
		assertThat(edge().peers().lastHeaders.first("Tracestate")).isEqualTo("a=1,b=2");
		assertThat(edge().peers().lastHeaders.first("Baggage")).isEqualTo("k=v;p=1,k2=v2");
	}

	@Test
	void whenTheAppTellsATraceThenTheAnswerTellsNoOther() throws Exception {
		WireAnswer answer = exchange("GET /v1.0/invoke/cart/method/traced HTTP/1.1\r\nHost: h\r\ntraceparent: " + TRACE
				+ "\r\nbaggage: k=v\r\n\r\n");
		assertThat(answer.all("Traceparent")).containsExactly("the app's own");
		assertThat(answer.all("Baggage")).containsExactly("app=1");
	}

	@Test
	void whenBaggageIsMalformedThenTheAnswerIs400AndNothingIsCalled() throws Exception {
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nbaggage: bad baggage\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body())
				.isEqualTo("invalid baggage header: invalid baggage list-member: \"bad baggage\"\n");
			assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
			assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(answer.all("Traceparent")).isEmpty();
			assertThat(answer.all("Date")).hasSize(1);
			assertStillUsable(client);
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "GET, /", "POST, /v1.0/metadata", "GET, /v1.0/metadata", "GET, /v1.0/invoke/nobody/method/x",
			"HEAD, /v1.0/invoke/cart/method/text", "GET, /v1.0/invoke/cart/method/status/204",
			"GET, /v1.0/invoke/cart/method/error" })
	void whenAnythingButAProbeIsAskedThenTheAnswerTellsTheTrace(String verb, String path) throws Exception {
		WireAnswer answer = exchange(verb + " " + path + " HTTP/1.1\r\nHost: h\r\ntraceparent: " + TRACE + "\r\n\r\n");
		assertThat(answer.all("Traceparent")).containsExactly(TRACE);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/v1.0/invoke/nobody/method/x", "/nobodys", "/v1.0/healthz", "/v1.0/invoke/cart/method/a%23b" })
	void whenHeadIsAnsweredByAnErrorOfOursThenItsLengthIsNamedAsByGo(String path) throws Exception {
		try (WireClient client = client()) {
			client.send("HEAD " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
			WireAnswer head = client.receive(true);
			client.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
			WireAnswer post = client.receive();
			assertThat(head.status()).isEqualTo(post.status());
			assertThat(head.all("Content-Length")).containsExactly(String.valueOf(post.body().length()));
			assertThat(head.header("Transfer-Encoding")).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, /v1.0/invoke/../healthz, 204", "GET, /v1.0/invoke/../healthz/outbound/, 204",
			"GET, /v1.0/invoke/x/method/../../../healthz, 204",
			"GET, /v1.0/invoke/x/method/a//./../../../../healthz, 204", "GET, /x/../v1.0/healthz, 204",
			"GET, /v1.0/./healthz, 204", "GET, /../v1.0/healthz/., 204", "PUT, /v1.0/invoke/../metadata/key, 204",
			"GET, /v1.0/invoke/../metadata, 200", "GET, /v1.0/invoke/%2e%2e/healthz, 404",
			"GET, /v1.0/invoke/../healthz/x, 404", "POST, /v1.0/invoke/../healthz, 404",
			"GET, /x/../v1.0/invoke/cart/method/text, 404", "GET, /v1.0/invoke/..healthz, 404" })
	void whenAPathHasDetoursThenItsRouteIsThatOfTheCleanedOne(String verb, String path, int status) throws Exception {
		String request = verb + " " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n";
		assertThat(exchange(request + "\r\n").status()).isEqualTo(status);
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/v1.0/invoke/cart/method/../../../../text, GET text", "/v1.0/invoke/cart/method/../text, GET text",
			"/v1.0/invoke/cart/method/a/../../text/b, GET text/b" })
	void whenACallsPathHasDetoursThenItsMethodIsCleaned(String path, String call) throws Exception {
		assertThat(get(path).status()).isEqualTo(200);
		assertThat(nextCall()).isEqualTo(call + " ");
	}

	@Test
	void whenADetourLeadsToAnOwnRouteThenTheAppIdHeaderDoesNotCount() throws Exception {
		assertThat(exchange("GET /v1.0/invoke/../healthz HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\n\r\n").status())
			.isEqualTo(204);
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1.0/healthz", "/v1.0/healthz/outbound", "/v1.0/healthz?appid=other" })
	void whenAProbeAsksThenNoTraceBegins(String path) throws Exception {
		WireAnswer answer = exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\nbaggage: bad baggage\r\n\r\n");
		assertThat(answer.status()).isIn(204, 500);
		assertThat(answer.all("Traceparent")).isEmpty();
	}

	// Contract 1.9 and fixture client-view/sse-remote.
	@Test
	void whenEventsAreAskedForThenHeadAndEachEventArriveAtOnceHoweverLongTheNextTakes() throws Exception {
		Sinks.Many<String> events = liveEvents();
		try (WireClient client = client()) {
			client.send(
					"GET /v1.0/invoke/cart/method/live HTTP/1.1\r\nHost: h\r\n" + "Accept: text/event-stream\r\n\r\n");
			WireAnswer head = client.receiveHead();
			assertThat(head.status()).isEqualTo(200);
			assertThat(head.all("Content-Type")).containsExactly("text/event-stream");
			assertThat(head.all("Cache-Control")).containsExactly("no-cache");
			assertThat(head.all("Connection")).containsExactly("keep-alive");
			assertThat(head.all("Transfer-Encoding")).containsExactly("chunked");
			assertThat(head.all("Content-Length")).isEmpty();
			for (int i = 0; i < 5; i++) {
				String event = "data: " + i + "\n\n";
				events.tryEmitNext(event).orThrow();
				assertThat(client.receiveChunk()).isEqualTo(event);
			}
			events.tryEmitComplete().orThrow();
			assertThat(client.receiveChunk()).isEmpty();
			assertStillUsable(client);
		}
	}

	@Test
	void whenTheClientOfEventsWantsToCloseThenTheAnswerSaysSo() throws Exception {
		Sinks.Many<String> events = liveEvents();
		events.tryEmitNext("data: 1\n\n").orThrow();
		events.tryEmitComplete().orThrow();
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/live HTTP/1.1\r\nHost: h\r\n"
					+ "Accept: text/event-stream\r\nConnection: close\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.all("Connection")).containsExactly("close");
			assertThat(answer.body()).isEqualTo("data: 1\n\n");
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void whenTheClientOfEventsSpeaksHttp10ThenTheyComeWithoutChunks() throws Exception {
		Sinks.Many<String> events = liveEvents();
		events.tryEmitNext("data: 1\n\n").orThrow();
		events.tryEmitComplete().orThrow();
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/live HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.all("Transfer-Encoding")).isEmpty();
			assertThat(answer.all("Connection")).doesNotContain("keep-alive");
			assertThat(answer.body()).isEqualTo("data: 1\n\n");
		}
	}

	@Test
	void whenTheClientOfEventsLeavesWhileNoneComesThenTheCallIsCancelled() throws Exception {
		String method = "live/leaves";
		Sinks.Many<String> events = liveEvents();
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/" + method
					+ " HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n");
			client.receiveHead();
			events.tryEmitNext("data: 1\n\n").orThrow();
			assertThat(client.receiveChunk()).isEqualTo("data: 1\n\n");
		}
		assertThat(edge().peers().event(method)).isEqualTo("cancelled");
	}

	private Sinks.Many<String> liveEvents() {
		Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
		edge().peers().live = events;
		return events;
	}

	@Test
	void whenAnAppAnswersInPiecesThenAllOfThemArrive() throws Exception {
		WireAnswer answer = get("/v1.0/invoke/cart/method/pieces");
		assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(answer.body()).isEqualTo("one two");
	}

	@Test
	void whenAnAppAnswersNothingThenItIsAnEmptyChunkedBody() throws Exception {
		WireAnswer answer = get("/v1.0/invoke/cart/method/text");
		assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void whenAnAppReportsAnErrorThenItHasALength() throws Exception {
		WireAnswer answer = get("/v1.0/invoke/cart/method/error");
		assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 404 Not Found");
		assertThat(answer.header("Content-Length")).isEqualTo("13");
		assertThat(answer.all("Transfer-Encoding")).isEmpty();
		assertThat(answer.body()).isEqualTo("no such thing");
	}

	@ParameterizedTest
	@ValueSource(ints = { 204, 304 })
	void whenTheStatusForbidsABodyThenNothingFramesOne(int status) throws Exception {
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/status/" + status + " HTTP/1.1\r\nHost: h\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.all("Content-Length")).isEmpty();
			assertThat(answer.all("Transfer-Encoding")).isEmpty();
			assertStillUsable(client);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 299, 302, 399, 400, 418, 500, 599 })
	void whenAnAppAnswersAStatusThenTheClientSeesIt(int status) throws Exception {
		assertThat(get("/v1.0/invoke/cart/method/status/" + status).status()).isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "odd", "pieces", "error", "status/500" })
	void whenHeadIsUsedThenThereAreHeadersOnly(String method) throws Exception {
		try (WireClient client = client()) {
			client.send("HEAD /v1.0/invoke/cart/method/" + method + " HTTP/1.1\r\nHost: h\r\n\r\n");
			WireAnswer answer = client.receive(true);
			assertThat(answer.all("X-App")).isNotEmpty();
			assertThat(answer.all("Content-Length")).isEmpty();
			assertStillUsable(client);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/a", "pieces", "odd" })
	void whenTheClientSpeaksHttp10ThenTheBodyIsNotInChunks(String method) throws Exception {
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/" + method + " HTTP/1.0\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.all("Transfer-Encoding")).isEmpty();
			assertThat(answer.body()).isEqualTo(switch (method) {
				case "odd" -> "odd";
				case "pieces" -> "one two";
				default -> "";
			});
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void whenTheClientSpeaksHttp10AndIsRefusedThenTheConnectionEnds() throws Exception {
		try (WireClient client = client()) {
			client.send("GET / HTTP/1.0\r\n\r\n");
			assertThat(client.receive().body()).isEqualTo(NO_TARGET);
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void whenBodiesAreSentInChunksOrWithLengthThenTheyArrive() throws Exception {
		try (WireClient client = client()) {
			client.send("POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(client.receive().body()).isEqualTo("hello");
			client.send("POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "3\r\nhel\r\n2\r\nlo\r\n0\r\nX-Trailer: dropped\r\n\r\n");
			assertThat(client.receive().body()).isEqualTo("hello");
			String large = "x".repeat(200_000);
			client.send(
					"POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n" + large);
			assertThat(client.receive().body()).isEqualTo(large);
			assertStillUsable(client);
		}
	}

	@Test
	void whenRequestsArePipelinedThenTheAnswersComeInOrder() throws Exception {
		try (WireClient client = client()) {
			StringBuilder requests = new StringBuilder();
			for (int i = 0; i < 8; i++) {
				String body = "body " + i;
				requests.append("POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nContent-Length: ")
					.append(body.length())
					.append("\r\n\r\n")
					.append(body)
					.append("GET /v1.0/invoke/cart/method/pieces HTTP/1.1\r\nHost: h\r\n\r\n")
					.append("GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
			}
			client.send(requests.toString());
			for (int i = 0; i < 8; i++) {
				assertThat(client.receive().body()).isEqualTo("body " + i);
				assertThat(client.receive().body()).isEqualTo("one two");
				assertThat(client.receive().status()).isEqualTo(204);
			}
		}
	}

	@Test
	void whenTheClientWaitsForA100ThenItComesBeforeTheBody() throws Exception {
		try (WireClient client = client()) {
			client.send("POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\n"
					+ "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.receive().statusLine()).isEqualTo("HTTP/1.1 100 Continue");
			client.send("hello");
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).isEqualTo("hello");
			assertStillUsable(client);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /v1.0/invoke/cart/method/x%zz HTTP/1.1\r\nHost: h\r\n\r\n",
			"GET foo HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a\u0001b HTTP/1.1\r\nHost: h\r\n\r\n",
			"GET /a\u007fb HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
			"GET /a\tb HTTP/1.1\r\nHost: h\r\n\r\n", "GET  HTTP/1.1\r\nHost: h\r\n\r\n", "nonsense\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n" })
	void whenTheHeadIsMalformedThenTheAnswerIs400AndTheConnectionEnds(String request) throws Exception {
		try (WireClient client = client()) {
			client.send(request);
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).isEqualTo("400 Bad Request");
			assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
			assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
			assertThat(client.rest()).isEmpty();
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@Test
	void whenHeadersAre6KilobytesThenTheyPass() throws Exception {
		assertThat(exchange(
				"GET /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nX-Large: " + "x".repeat(6000) + "\r\n\r\n")
			.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "GET / HTTP/1.1\r\nHost: h\r\nX-Large: %s\r\n\r\n", "GET /%s HTTP/1.1\r\nHost: h\r\n\r\n" })
	void whenTheHeadIsTooLargeThenTheAnswerIs431(String request) throws Exception {
		try (WireClient client = client()) {
			client.send(request.formatted("x".repeat(9000)));
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(431);
			assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
			assertThat(answer.body()).isEqualTo("431 Request Header Fields Too Large");
		}
	}

	@Test
	void whenTheClientLeavesDuringACallThenItIsCancelled() throws Exception {
		String method = "never/" + this.lane;
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/" + method + " HTTP/1.1\r\nHost: h\r\n\r\n");
		}
		assertThat(edge().peers().event(method)).isEqualTo("cancelled");
		assertEventually("dapr_http_server_response_count{app_id=\"caller\",method=\"GET\","
				+ "path=\"/v1.0/invoke/cart/method/" + method + "\",status=\"500\"} 1");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Content-Length: 1000000\r\n\r\nbegun", "Transfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n" })
	void whenTheClientLeavesMidUploadThenTheCallDoesNotStay(String start) throws Exception {
		String method = "upload/" + Math.abs(start.hashCode());
		try (WireClient client = client()) {
			client.send("POST /v1.0/invoke/cart/method/" + method + " HTTP/1.1\r\nHost: h\r\n" + start);
		}
		assertThat(edge().peers().event(method)).isIn("cancelled", "failed");
	}

	@Test
	void whenTheClientLeavesMidDownloadThenTheCallIsCancelled() throws Exception {
		String method = "download/1";
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/" + method + " HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receiveHead().status()).isEqualTo(200);
		}
		assertThat(edge().peers().event(method)).isEqualTo("cancelled");
	}

	@Test
	void whenTheAnswerBreaksOffThenTheClientCanTell() throws Exception {
		try (WireClient client = client(); LoggedErrors errors = new LoggedErrors()) {
			client.send("GET /v1.0/invoke/cart/method/broken HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receiveHead().status()).isEqualTo(200);
			assertThat(client.rest()).contains("begun").doesNotContain("\r\n0\r\n");
			assertThat(errors.lines()).isEmpty();
		}
	}

	@Test
	void whenACallFailsThenTheAnswerSaysWhy() throws Exception {
		WireAnswer answer = get("/v1.0/invoke/nobody/method/x");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: nobody, err: couldn't find service: nobody\"}");
		assertThat(answer.all("Content-Length")).hasSize(1);
	}

	@Test
	void whenARequestIsAnsweredThenItIsCountedWithItsBytes() throws Exception {
		long before = bytesOut();
		get("/v1.0/invoke/cart/method/error");
		assertEventually("dapr_http_server_response_count{app_id=\"caller\",method=\"GET\","
				+ "path=\"/v1.0/invoke/cart/method/error\",status=\"404\"} ");
		long afterError = bytesOut();
		assertThat(afterError - before).isEqualTo(13);
		exchange("HEAD /v1.0/invoke/cart/method/odd HTTP/1.1\r\nHost: h\r\n\r\n");
		get("/v1.0/invoke/cart/method/pieces");
		exchange("POST /v1.0/invoke/cart/method/text?counted HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
		assertThat(bytesOut() - afterError).isBetween(7L, 12L);
	}

	private long bytesOut() throws InterruptedException {
		// Counted on the connection's loop, a moment after the client has the answer.
		edge().loops().forEach((loop) -> loop.submit(() -> {
		}).awaitUninterruptibly(20, TimeUnit.SECONDS));
		return edge().scrape()
			.lines()
			.filter((line) -> line.startsWith("dapr_http_server_response_bytes_sum"))
			.mapToLong((line) -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private void assertEventually(String line) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!edge().scrape().contains(line) && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(edge().scrape()).contains(line);
	}

	private void assertStillUsable(WireClient client) throws Exception {
		client.send("GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
		assertThat(client.receive().statusLine()).isEqualTo("HTTP/1.1 204 No Content");
	}

	private String nextCall() throws InterruptedException {
		return String.valueOf(edge().peers().calls.poll(20, TimeUnit.SECONDS));
	}

	private WireAnswer get(String path) throws Exception {
		return exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
	}

	private WireAnswer exchange(String request) throws Exception {
		return WireClient.exchange(edge().port(), request);
	}

	private WireClient client() throws Exception {
		return new WireClient(edge().port());
	}

}
