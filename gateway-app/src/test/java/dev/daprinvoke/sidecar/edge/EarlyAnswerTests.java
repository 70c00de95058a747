package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps that answer before a body is complete (contract sections 1.5 and 2.4: a frame goes
 * out with whatever has been read).
 */
class EarlyAnswerTests extends EachLane {

	EarlyAnswerTests(String lane) {
		super(lane);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\n\r\nhe", "Content-Length: 70000\r\n\r\nhe",
			"Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n" })
	void whenTheAppAnswersTheBeginningOfABodyThenTheClientHearsItAtOnce(String begun) throws Exception {
		try (WireClient client = client()) {
			client.send("POST /v1.0/invoke/cart/method/early HTTP/1.1\r\nHost: h\r\n" + begun);
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(413);
			assertThat(answer.body()).isEqualTo("he");
		}
	}

}
