package dev.daprinvoke.sidecar.edge;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests sent before the answer to the one before.
 */
class RequestsAheadTests extends BesideNeighbour {

	RequestsAheadTests(String lane) throws Exception {
		super(lane);
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

}
