package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client sees of an app's answer (contract invocation.md 1.5 to 1.7).
 */
class CalledAppsAnswerTests extends EachLane {

	CalledAppsAnswerTests(String lane) {
		super(lane);
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

	@Test
	void whenAPeersHeadersAreNoneOfHttpThenTheyAreLeftOutOrCleanAndTheBodyIsWhole() throws Exception {
		WireAnswer answer = get("/v1.0/invoke/cart/method/forged");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.all("X-Line")).containsExactly("a  X-Forged: 1");
		assertThat(answer.all("X-Forged")).isEmpty();
		assertThat(answer.all("Content-Type")).containsExactly("text/plain");
		assertThat(answer.all("Dapr-Invoke-Chunked")).containsExactly("headers-only");
		assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(answer.body()).isEqualTo("all there");
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

}
