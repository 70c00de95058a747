package dev.daprinvoke.sidecar.edge;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are too large, that nobody wants or that never end.
 */
class TooMuchBodyTests extends BesideNeighbour {

	TooMuchBodyTests(String lane) throws Exception {
		super(lane);
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

}
