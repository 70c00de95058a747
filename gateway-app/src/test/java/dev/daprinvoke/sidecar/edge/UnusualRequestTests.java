package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Heads that look odd and mean one thing, and targets that are none.
 */
class UnusualRequestTests extends BesideNeighbour {

	UnusualRequestTests(String lane) throws Exception {
		super(lane);
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

}
