package dev.daprinvoke.sidecar.edge;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that name no app, and pages of other origins where nothing is said about them
 * (contract invocation.md 1.2, 1.7, 5.6).
 */
class NoTargetTests extends EachLane {

	private static final String NO_TARGET = "{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
			+ "\"failed getting app id either from the URL path or the header dapr-app-id\"}";

	NoTargetTests(String lane) {
		super(lane);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /", "GET, /unknown", "GET, *", "POST, /v1.0/metadata", "POST, /v1.0/healthz",
			"GET, /v1.0/shutdown", "GET, /v1.0/%68ealthz", "PUT, /v1.0/metadata/a/b", "GET, /v1.0/invoke/cart",
			"GET, /v1.0/invoke/cart/method", "GET, /v1.0/invoke//method/x", "DELETE, /v1.0/healthz/outbound",
			"OPTIONS, /v1.0/healthz" })
	void whenNothingIsNamedThenTheAnswerIs404(String verb, String path) throws Exception {
		WireAnswer answer = exchange(verb + " " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).isEqualTo(NO_TARGET);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(NO_TARGET.length()));
		assertThat(answer.all("Date")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1.0/healthz", "/v1.0/metadata", "/nobody" })
	void whenHeadIsUsedOnWhatIsNoTargetThenTheAnswerIs404WithoutBody(String path) throws Exception {
		try (WireClient client = client()) {
			client.send("HEAD " + path + " HTTP/1.1\r\nHost: h\r\n\r\nGET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receive(true).status()).isEqualTo(404);
			assertThat(client.receive().status()).isEqualTo(204);
		}
	}

	@Test
	void whenAPreflightNamesATargetThenTheAppAnswersIt() throws Exception {
		WireAnswer answer = preflight("/v1.0/invoke/cart/method/text");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("X-App")).isEqualTo("yes");
		assertThat(nextCall()).isEqualTo("OPTIONS text ");
		assertThat(edge().peers().lastHeaders.first("Origin")).isEqualTo("http://page");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/v1.0/metadata", "/nobodys" })
	void whenAPreflightNamesNoTargetThenTheAnswerIs404(String path) throws Exception {
		WireAnswer answer = preflight(path);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).isEqualTo(NO_TARGET);
		assertThat(answer.headers()).noneMatch((line) -> line.toLowerCase(Locale.ROOT).startsWith("access-"));
	}

	private WireAnswer preflight(String path) throws Exception {
		return exchange("OPTIONS " + path + " HTTP/1.1\r\nHost: h\r\nOrigin: http://page\r\n"
				+ "Access-Control-Request-Method: POST\r\n\r\n");
	}

	@Test
	void whenACallComesFromAnotherOriginThenNothingIsAdded() throws Exception {
		WireAnswer answer = exchange(
				"GET /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nOrigin: http://page\r\n\r\n");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.all("Vary")).isEmpty();
	}

	@Test
	void whenTheClientSpeaksHttp10AndIsRefusedThenTheConnectionEnds() throws Exception {
		try (WireClient client = client()) {
			client.send("GET / HTTP/1.0\r\n\r\n");
			assertThat(client.receive().body()).isEqualTo(NO_TARGET);
			assertThat(client.rest()).isEmpty();
		}
	}

}
