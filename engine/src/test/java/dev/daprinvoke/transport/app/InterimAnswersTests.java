package dev.daprinvoke.transport.app;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps that say more than one answer: what comes before it (RFC 9110 section 15.2) and
 * what comes behind it must not be taken for it.
 */
class InterimAnswersTests extends HttpAppHarness {

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
			"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
			"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: y\r\n\r\n" })
	void whenTheAppSaysMoreBeforeItsAnswerThenOnlyTheAnswerCounts(String interim) {
		FakeApp app = answering(interim + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 2; i++) {
			InvokeResponse response = answer(channel, Calls.get());
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.headers().contains("Link")).isFalse();
			assertThat(Buffers.text(response.body())).isEqualTo("ok");
		}
	}

	@Test
	void whenABodyComesWhereHttpForbidsOneThenTheNextCallDoesNotMeetIt() {
		FakeApp app = answering("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok");
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 3; i++) {
			InvokeResponse response = answer(channel, Calls.get());
			assertThat(response.status()).isEqualTo(204);
			response.body().discard();
		}
		assertThat(app.connections()).isEqualTo(3);
	}

}
