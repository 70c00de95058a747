package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies in chunks, framed well, oddly or not at all.
 */
class ChunkedRequestTests extends BesideNeighbour {

	ChunkedRequestTests(String lane) throws Exception {
		super(lane);
	}

	@ParameterizedTest
	@CsvSource({ "zz, invalid byte in chunk length", "-1, invalid byte in chunk length",
			"0x5, invalid byte in chunk length", "'', empty hex number for chunk length",
			"FFFFFFFFFFFFFFFFF, http chunk length too large" })
	void whenAChunkSizeIsNoneThenTheCallFailsAndTheConnectionEnds(String size, String text) throws Exception {
		assertBroken(size + "\r\nhello\r\n0\r\n\r\n", text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "5 6", "5\u0000zzz", "5\u0001g", "5\tq", "5\u000b", "5\r", "\t5", " 5 ", "5 ;a", "\u00005",
			"5\u007f", "+5", "0 5", "0\u00000" })
	void whenASizeStandsAmongOtherThingsThenTheCallFailsAndTheConnectionEnds(String size) throws Exception {
		assertBroken(size + "\r\nhello\r\n0\r\n\r\n", "invalid byte in chunk length");
	}

	@Test
	void whenASizeHasMoreDigitsThanGoReadsThenTheCallFailsAndTheConnectionEnds() throws Exception {
		assertBroken("00000000000000005\r\nhello\r\n0\r\n\r\n", "http chunk length too large");
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
	void whenABrokenBodyBelongsToNobodyThenTheConnectionEndsBehindTheAnswer() throws Exception {
		try (WireClient client = client()) {
			client.send("POST /nobodys HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
			assertThat(client.receive().status()).isEqualTo(404);
			assertThat(client.rest()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "5;name=value\r\nhello\r\n0\r\n\r\n", "5;name=\"quo;ted\"\r\nhello\r\n0;x\r\n\r\n",
			"0000000005\r\nhello\r\n00\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", "5\t \r\nhello\r\n0 \r\n\r\n",
			"2\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: dropped\r\n\r\n" })
	void whenChunksAreUnusualButClearThenTheBodyArrives(String body) throws Exception {
		try (WireClient client = client()) {
			client.send(CALL + "Transfer-Encoding: Chunked\r\n\r\n" + body);
			assertThat(client.receive().body()).isEqualTo("hello");
			assertStillUsable(client);
		}
		assertThat(edge().peers().lastHeaders.contains("X-Trailer")).isFalse();
	}

}
