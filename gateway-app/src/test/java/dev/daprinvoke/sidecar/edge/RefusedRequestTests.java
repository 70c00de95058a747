package dev.daprinvoke.sidecar.edge;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Requests that are refused as a whole.
 */
class RefusedRequestTests extends BesideNeighbour {

	private static final String PLAIN = "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n";

	RefusedRequestTests(String lane) throws Exception {
		super(lane);
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

}
