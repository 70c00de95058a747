package dev.daprinvoke.sidecar.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Requests that two parsers could read differently, that go too far or that never end:
 * each has one defined answer, that of Go's HTTP server where it has one, the connection
 * ends, and nobody else notices (contract invocation.md 1.1).
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractOddRequestTests {

	private static final String CALL = "POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\n";

	private static final String PLAIN = "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n";

	private final String lane;

	private @Nullable RunningEdge edge;

	private @Nullable WireClient neighbour;

	private final LoggedErrors errors = new LoggedErrors();

	AbstractOddRequestTests(String lane) {
		this.lane = lane;
	}

	@BeforeAll
	void start(@TempDir Path folder) throws Exception {
		this.edge = RunningEdge.with(folder, "dapr.invoke.edge.lane: " + this.lane);
		this.neighbour = client();
	}

	@AfterAll
	void stop() throws Exception {
		neighbour().close();
		edge().close();
		this.errors.close();
	}

	@BeforeEach
	void forgetCalls() {
		edge().peers().calls.clear();
	}

	@AfterEach
	void theNeighbourIsServedAsBefore() throws Exception {
		neighbour().send("GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
		assertThat(neighbour().receive().status()).isEqualTo(204);
		assertThat(this.errors.lines()).as("what a client brought into the log").isEmpty();
	}

	private RunningEdge edge() {
		if (this.edge == null) {
			throw new IllegalStateException("not started");
		}
		return this.edge;
	}

	private WireClient neighbour() {
		if (this.neighbour == null) {
			throw new IllegalStateException("not started");
		}
		return this.neighbour;
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whenARequestIsAmbiguousThenItIsRefusedAsGoDoes(String request, String statusLine, String body)
			throws Exception {
		try (WireClient client = client()) {
			client.send(request);
			assertThat(client.rest()).isEqualTo("HTTP/1.1 " + statusLine + "\r\n" + PLAIN + body);
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	static Stream<Arguments> refused() {
		String bad = "400 Bad Request";
		String name = bad + ": invalid header name";
		String value = bad + ": invalid header value";
		String coding = "501 Not Implemented";
		String version = "505 HTTP Version Not Supported: unsupported protocol version";
		return Stream.of(plain(CALL + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", bad),
				plain(CALL + "Content-Length: 5, 6\r\n\r\nhello!", bad),
				plain(CALL + "Content-Length: +5\r\n\r\nhello", bad), plain(CALL + "Content-Length: -5\r\n\r\n", bad),
				plain(CALL + "Content-Length: 0x5\r\n\r\nhello", bad), plain(CALL + "Content-Length: \r\n\r\n", bad),
				plain(CALL + "Content-Length: 99999999999999999999\r\n\r\n", bad),
				plain(CALL + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", bad),
				plain(CALL + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", bad), coded("gzip"),
				coded("gzip, chunked"), coded("chunked, gzip"), coded("chunked, chunked"), coded("identity"),
				coded("xchunked"), coded("chunked;q=1"), coded(""),
				arguments(CALL + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", coding,
						"Unsupported transfer encoding"),
				plain("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", bad),
				plain("GET / HTTP/1.1\r\n\r\n", bad + ": missing required Host header"),
				plain("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", bad),
				plain("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", bad + ": malformed Host header"),
				plain("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", bad + ": malformed Host header"),
				plain("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", bad + ": malformed Host header"),
				plain("GET / HTTP/9.9\r\nHost: h\r\n\r\n", version),
				plain("GET / HTTP/2.0\r\nHost: h\r\n\r\n", version),
				plain("GET / HTTP/0.9\r\nHost: h\r\n\r\n", version), plain("GET / HTTP/1.1x\r\nHost: h\r\n\r\n", bad),
				plain("GET / HTTP/11\r\nHost: h\r\n\r\n", bad), plain("GET /\r\n\r\n", bad),
				plain("G@T / HTTP/1.1\r\nHost: h\r\n\r\n", bad),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX Y: a\r\n\r\n", name),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX : a\r\n\r\n", name),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX(: a\r\n\r\n", bad),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX\u0000: a\r\n\r\n", bad),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX\u00e9: a\r\n\r\n", bad),
				plain("GET / HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n", bad),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX: a\u0000b\r\n\r\n", value),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX: a\u0001b\r\n\r\n", value),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX: a\u007fb\r\n\r\n", value),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n", value),
				plain("GET / HTTP/1.1\r\nHost: h\nX: a\r\n\r\n", bad), plain("GET / HTTP/1.1\nHost: h\n\n", bad),
				plain("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(9000) + "\r\n\r\n",
						"431 Request Header Fields Too Large"),
				plain("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: h\r\n\r\n",
						"431 Request Header Fields Too Large"),
				plain("GET / HTTP/1.1\r\nHost: h\r\n" + "X: a\r\n".repeat(3000) + "\r\n",
						"431 Request Header Fields Too Large"));
	}

	private static Arguments plain(String request, String status) {
		return arguments(request, status, status);
	}

	private static Arguments coded(String encoding) {
		return arguments(CALL + "Transfer-Encoding: " + encoding + "\r\n\r\n0\r\n\r\n", "501 Not Implemented",
				"Unsupported transfer encoding");
	}

	@Test
	void whenSomethingElseThan100ContinueIsExpectedThenTheAnswerIs417() throws Exception {
		try (WireClient client = client()) {
			client.send(CALL + "Expect: a miracle\r\nContent-Length: 5\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 417 Expectation Failed");
			assertThat(answer.header("Connection")).isEqualTo("close");
			assertThat(answer.header("Content-Length")).isEqualTo("0");
			assertThat(client.rest()).isEmpty();
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "zz, invalid byte in chunk length", "-1, invalid byte in chunk length",
			"0x5, invalid byte in chunk length", "'', empty hex number for chunk length",
			"FFFFFFFFFFFFFFFFF, http chunk length too large" })
	void whenAChunkSizeIsNoneThenTheCallFailsAndTheConnectionEnds(String size, String text) throws Exception {
		assertBroken(size + "\r\nhello\r\n0\r\n\r\n", text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "5\nhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n",
			"5;a\nb\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nBad Trailer: x\n\r\n" })
	void whenChunksAreNotFramedAsTheyMustThenTheCallFailsAndTheConnectionEnds(String body) throws Exception {
		assertBroken(body, "malformed chunked encoding");
	}

	private void assertBroken(String body, String text) throws Exception {
		try (WireClient client = client()) {
			client.send(CALL + "Transfer-Encoding: chunked\r\n\r\n" + body
					+ "GET /v1.0/invoke/cart/method/text/smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.body()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
					+ "\"failed to invoke, id: cart, err: " + text + "\"}");
			assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
			assertThat(client.rest()).isEmpty();
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "'zz\r\n', invalid byte in chunk length", "'5\r\nhello\r\nzz\r\n', invalid byte in chunk length",
			"'5\r\nhello0\r\n\r\n', malformed chunked encoding" })
	void whenABodyIsBrokenBeforeAnybodyReadsItThenTheCallFailsAllTheSame(String body, String text) throws Exception {
		try (WireClient client = client()) {
			client.send(CALL.replace("text", "late") + "Transfer-Encoding: chunked\r\n\r\n" + body);
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.body()).endsWith("err: " + text + "\"}");
			assertThat(client.rest()).isEmpty();
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@Test
	void whenManyRequestsComeAheadOfABrokenBodyThenAllAreAnswered() throws Exception {
		try (WireClient client = client()) {
			String ahead = "GET /v1.0/invoke/cart/method/late HTTP/1.1\r\nHost: h\r\n\r\n";
			client.send(ahead.repeat(100) + CALL.replace("text", "late") + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
			for (int i = 0; i < 100; i++) {
				assertThat(client.receive().status()).isEqualTo(200);
			}
			assertThat(client.receive().body()).endsWith("err: invalid byte in chunk length\"}");
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void whenABrokenBodyBelongsToNobodyThenTheConnectionEndsBehindTheAnswer() throws Exception {
		try (WireClient client = client()) {
			client.send("POST /nobodys HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
			assertThat(client.receive().status()).isEqualTo(404);
			assertThat(client.rest()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "5;name=value\r\nhello\r\n0\r\n\r\n", "5;name=\"quo;ted\"\r\nhello\r\n0;x\r\n\r\n",
			"0000000005\r\nhello\r\n00\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n",
			"2\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: dropped\r\n\r\n" })
	void whenChunksAreUnusualButClearThenTheBodyArrives(String body) throws Exception {
		try (WireClient client = client()) {
			client.send(CALL + "Transfer-Encoding: Chunked\r\n\r\n" + body);
			assertThat(client.receive().body()).isEqualTo("hello");
			assertStillUsable(client);
		}
		assertThat(edge().peers().lastHeaders.contains("X-Trailer")).isFalse();
	}

	@Test
	void whenALengthIsRepeatedThenItCountsOnce() throws Exception {
		try (WireClient client = client()) {
			client.send(CALL + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(client.receive().body()).isEqualTo("hello");
			assertThat(edge().peers().lastHeaders.all("Content-Length")).containsExactly("5");
			assertStillUsable(client);
		}
	}

	@Test
	void whenAHeaderIsFoldedThenItIsOneValue() throws Exception {
		try (WireClient client = client()) {
			client.send(CALL + "X-Folded: a\r\n   b\r\n\tc\r\nContent-Length: 0\r\n\r\n");
			assertThat(client.receive().status()).isEqualTo(200);
			assertThat(edge().peers().lastHeaders.all("X-Folded")).containsExactly("a b c");
			assertStillUsable(client);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://other/v1.0/invoke/cart/method/text",
			"HTTPS://u:p@[::1]:99/v1.0/invoke/cart/method/text", "ftp://other:21/v1.0/invoke/cart/method/text" })
	void whenTheTargetIsAWholeUrlThenItsPathCounts(String target) throws Exception {
		try (WireClient client = client()) {
			client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receive().status()).isEqualTo(200);
			assertStillUsable(client);
		}
		assertThat(edge().peers().calls).containsExactly("GET text ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "h:1", "http://h:port/x", "http://[::1/x", "http://h[/x", "//h/x%zz", "h/x", "?x", "#" })
	void whenTheTargetIsNoneThenTheAnswerIs400(String target) throws Exception {
		try (WireClient client = client()) {
			client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 400 Bad Request");
			assertThat(answer.body()).isEqualTo("400 Bad Request");
			assertThat(client.rest()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "CONNECT other:443, 404", "CONNECT /, 404", "CONNECT *, 404", "OPTIONS *, 200", "GET *, 404" })
	void whenTheTargetIsNoPathThenThereIsAnAnswerAllTheSame(String line, int status) throws Exception {
		try (WireClient client = client()) {
			client.send(line + " HTTP/1.1\r\nHost: h\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(status);
			if (status == 200) {
				assertThat(answer.header("Content-Length")).isEqualTo("0");
			}
			assertStillUsable(client);
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "h:", "h:port", "::1", "[::1]:x", "h:99999999999", "" })
	void whenTheHostIsUnusualThenNothingDependsOnIt(String host) throws Exception {
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
			assertThat(client.receive().status()).isEqualTo(200);
			assertStillUsable(client);
		}
	}

	@Test
	void whenRequestsAreSentAheadOfOneThatClosesThenAllAreAnsweredInOrder() throws Exception {
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/pieces HTTP/1.1\r\nHost: h\r\n\r\n" + CALL
					+ "Content-Length: 5\r\n\r\nhello" + "GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n" + CALL
					+ "Connection: close\r\nContent-Length: 4\r\n\r\nlast"
					+ "GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receive().body()).isEqualTo("one two");
			assertThat(client.receive().body()).isEqualTo("hello");
			assertThat(client.receive().status()).isEqualTo(204);
			WireAnswer last = client.receive();
			assertThat(last.body()).isEqualTo("last");
			assertThat(last.header("Connection")).isEqualToIgnoringCase("close");
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void whenAMalformedRequestIsSentAheadThenThoseBeforeItAreAnswered() throws Exception {
		try (WireClient client = client()) {
			client.send(CALL + "Content-Length: 5\r\n\r\nhello" + "GET / HTTP/9.9\r\nHost: h\r\n\r\n");
			assertThat(client.receive().body()).isEqualTo("hello");
			assertThat(client.receive().status()).isEqualTo(505);
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void whenThousandsOfRequestsAreSentAheadThenAllAreAnswered() throws Exception {
		int count = 3000;
		try (WireClient client = client()) {
			Thread writer = new Thread(() -> {
				try {
					for (int i = 0; i < count / 100; i++) {
						client.send((CALL + "Content-Length: 5\r\n\r\nhello").repeat(100));
					}
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			writer.start();
			for (int i = 0; i < count; i++) {
				assertThat(client.receive().body()).isEqualTo("hello");
			}
			writer.join(Duration.ofSeconds(20).toMillis());
		}
	}

	@Test
	void whenABodyNeverEndsThenTheLimitEndsTheConnection() throws Exception {
		try (WireClient client = client()) {
			client.send(CALL + "Transfer-Encoding: chunked\r\n\r\n");
			String chunk = "10000\r\n" + "x".repeat(65536) + "\r\n";
			assertThat(sendUntilRefused(client, chunk)).isLessThan(64 << 20);
		}
	}

	@Test
	void whenABodyThatNobodyWantsNeverEndsThenTheConnectionEnds() throws Exception {
		try (WireClient client = client()) {
			client.send("POST /nobodys HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
			assertThat(client.receive().status()).isEqualTo(404);
			assertThat(sendUntilRefused(client, "10000\r\n" + "x".repeat(65536) + "\r\n")).isLessThan(64 << 20);
		}
	}

	@Test
	void whenALargeBodyThatNobodyWantsIsAnnouncedThenTheAnswerSaysThatTheConnectionEnds() throws Exception {
		try (WireClient client = client()) {
			client.send("POST /nobodys HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegun");
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(404);
			assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void whenASmallBodyThatNobodyWantsComesLateThenTheConnectionGoesOn() throws Exception {
		try (WireClient client = client()) {
			client.send("POST /nobodys HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.receive().status()).isEqualTo(404);
			client.send("hello");
			assertStillUsable(client);
		}
	}

	@Test
	void whenABodyIsTooLargeThenTheAnswerSaysSoAndTheConnectionEnds() throws Exception {
		for (String frame : List.of("Content-Length: 5242880\r\n\r\n",
				"Transfer-Encoding: chunked\r\n\r\n500000\r\n")) {
			try (WireClient client = client()) {
				client.send(CALL + frame + "x".repeat(5 << 20));
				WireAnswer answer = client.receive();
				assertThat(answer.status()).isEqualTo(500);
				assertThat(answer.body()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
						+ "\"failed to invoke, id: cart, err: stream too large\"}");
			}
		}
	}

	// How many bytes the server took before it closed the connection.
	private static long sendUntilRefused(WireClient client, String piece) {
		long sent = 0;
		try {
			while (sent < 64 << 20) {
				client.send(piece);
				sent += piece.length();
			}
		}
		catch (java.io.IOException ex) {
			return sent;
		}
		return sent;
	}

	private static void assertStillUsable(WireClient client) throws Exception {
		client.send("GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
		assertThat(client.receive().statusLine()).isEqualTo("HTTP/1.1 204 No Content");
	}

	private WireClient client() throws Exception {
		return new WireClient(edge().port());
	}

}
