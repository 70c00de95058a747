package dev.daprinvoke.sidecar.edge;

import java.time.Duration;

import io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls over HTTP/2 and their answers.
 */
class Http2CallTests extends Http2Lane {

	Http2CallTests(String lane) {
		super(lane);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void whenAClientKnowsThatItIsHttp2ThenAnyBodyArrives(byte[] body) {
		Answer answer = post("text", body, true);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(body);
		assertThat(answer.headers().contains("content-length")).isFalse();
		assertThat(edge().peers().lastHeaders.all("Content-Length")).containsExactly(Integer.toString(body.length));
		Answer streamed = post("text", body, false);
		assertThat(streamed.body()).isEqualTo(body);
		assertThat(edge().peers().lastHeaders.contains("Content-Length")).isFalse();
		assertNoFraming();
	}

	@Test
	void whenHeadersAreSentThenTheyTravelAsWithHttp1() {
		http()
			.headers((headers) -> headers.add("x-one", "a")
				.add("x-one", "b")
				.add("cookie", "c=1")
				.add("cookie", "d=2")
				.add("te", "trailers"))
			.get()
			.uri(CALL + "text?q=%7C|")
			.response()
			.block(Duration.ofSeconds(20));
		assertThat(edge().peers().lastHeaders.all("X-One")).containsExactly("a", "b");
		assertThat(edge().peers().lastHeaders.all("Cookie")).containsExactly("c=1; d=2");
		assertThat(edge().peers().calls).containsExactly("GET text?q=%7C| ");
		assertNoFraming();
	}

	@Test
	void whenAnAppAnswersThenTheHeadersAreItsOwn() {
		Answer answer = exchange(HttpMethod.GET, "odd");
		assertThat(answer.headers().getAll("content-type")).containsExactly("application/x-odd; a=b");
		assertThat(answer.headers().getAll("set-cookie")).containsExactly("a=1", "b=2");
		assertThat(answer.headers().contains("content-length")).isFalse();
		assertThat(answer.headers().contains("dapr-invoke-chunked")).isFalse();
		assertThat(answer.text()).isEqualTo("odd");
		assertThat(exchange(HttpMethod.GET, "pieces").text()).isEqualTo("one two");
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 204, 304, 302, 400, 418, 500, 599 })
	void whenAnAppAnswersAStatusThenTheClientSeesIt(int status) {
		assertThat(exchange(HttpMethod.GET, "status/" + status).status()).isEqualTo(status);
	}

	@Test
	void whenAnAppReportsAnErrorThenItHasALength() {
		Answer answer = exchange(HttpMethod.GET, "error");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.headers().get("content-length")).isEqualTo("13");
		assertThat(answer.text()).isEqualTo("no such thing");
	}

	@Test
	void whenACallFailsThenTheBodyIsThatOfHttp1() {
		Answer answer = http().get()
			.uri("/v1.0/invoke/nobody/method/x")
			.responseSingle(Answer::of)
			.block(Duration.ofSeconds(20));
		assertThat(answer).isNotNull();
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.text()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: nobody, err: couldn't find service: nobody\"}");
		assertThat(exchangeRaw(HttpMethod.GET, "/nothing").status()).isEqualTo(404);
		assertThat(exchangeRaw(HttpMethod.GET, "/v1.0/healthz").status()).isEqualTo(204);
		assertThat(exchangeRaw(HttpMethod.GET, "/v1.0/metadata").text()).startsWith("{\"id\":\"caller\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "odd", "pieces", "error" })
	void whenHeadIsUsedThenThereAreHeadersOnly(String method) {
		Answer answer = exchange(HttpMethod.HEAD, method);
		assertThat(answer.headers().get("x-app")).isNotNull();
		assertThat(answer.headers().contains("dapr-invoke-chunked")).isFalse();
		assertThat(answer.body()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW" })
	void whenAnyVerbIsUsedThenItReachesTheCall(String verb) {
		assertThat(exchange(HttpMethod.valueOf(verb), "text").status()).isEqualTo(200);
		assertThat(edge().peers().calls).containsExactly((verb.equals("BREW") ? "POST" : verb) + " text ");
	}

}
