package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How requests come: bodies, pipelines, heads that are malformed or too large, and what
 * is counted (contract invocation.md 1.1, 1.5, platform.md 5.2).
 */
class RequestOnTheWireTests extends EachLane {

	RequestOnTheWireTests(String lane) {
		super(lane);
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

}
