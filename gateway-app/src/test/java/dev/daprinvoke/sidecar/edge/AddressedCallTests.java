package dev.daprinvoke.sidecar.edge;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request becomes as a call: target, method, verb and headers (contract
 * invocation.md 1.2 to 1.6).
 */
class AddressedCallTests extends EachLane {

	AddressedCallTests(String lane) {
		super(lane);
	}

	@ParameterizedTest
	@CsvSource({ "/v1.0/invoke/cart/method/text/a?x=1&y=%zz|, GET text/a?x=1&y=%zz|",
			"/v1.0/invoke/cart/method/text/%61%2Fb//c/../d/, GET text/a/b/d",
			"//v1.0//invoke/cart/method/text, GET text", "http://other/v1.0/invoke/cart/method/text, GET text",
			"/v1.0/invoke/cart/method/text/|{}^`\"<>\\, 'GET text/|{}^`\"<>\\'",
			"/v1.0/invoke/cart/method/text/%2B+;=&$, GET text/++;=&$" })
	void whenThePathNamesATargetThenItIsCalled(String path, String call) throws Exception {
		assertThat(get(path).status()).isEqualTo(200);
		assertThat(nextCall()).isEqualTo(call + " ");
	}

	@Test
	void whenRawBytesStandInThePathThenTheyReachTheCall() throws Exception {
		assertThat(get("/v1.0/invoke/cart/method/text/\u00c3\u00a9?q=\u00e9").status()).isEqualTo(200);
		assertThat(nextCall()).isEqualTo("GET text/\u00e9?q=\udce9 ");
	}

	@ParameterizedTest
	@CsvSource({ "/text, GET text", "/v1.0/invoke/x/method/text, GET v1.0/invoke/x/method/text",
			"/v1.0/%68ealthz, GET v1.0/healthz", "/v1%2E0/metadata, GET v1.0/metadata" })
	void whenTheHeaderNamesATargetThenTheWholePathIsTheMethod(String path, String call) throws Exception {
		exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\n\r\n");
		if (call.equals("GET text")) {
			assertThat(nextCall()).isEqualTo(call + " ");
			assertThat(edge().peers().lastHeaders.contains("Dapr-App-Id")).isFalse();
		}
	}

	@Test
	void whenBasicAuthNamesATargetThenItIsCalledAndTheHeaderForwarded() throws Exception {
		String basic = Base64.getEncoder().encodeToString("dapr-app-id:cart".getBytes(StandardCharsets.US_ASCII));
		exchange("GET /text HTTP/1.1\r\nHost: h\r\nAuthorization: Basic " + basic + "\r\n\r\n");
		assertThat(nextCall()).isEqualTo("GET text ");
		assertThat(edge().peers().lastHeaders.first("Authorization")).isEqualTo("Basic " + basic);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE" })
	void whenAnyVerbIsUsedThenItReachesTheCall(String verb) throws Exception {
		assertThat(exchange(verb + " /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\n\r\n").status())
			.isEqualTo(200);
		assertThat(nextCall()).isEqualTo(verb + " text ");
	}

	@Test
	void whenAVerbIsUnknownThenTheCallIsAPost() throws Exception {
		exchange("BREW /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\n\r\n");
		assertThat(nextCall()).isEqualTo("POST text ");
	}

	@Test
	void whenHeadersAreSentThenTheyTravelWithoutThoseThatFrame() throws Exception {
		exchange("POST /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nX-one: a\r\nx-ONE: b\r\n"
				+ "Cookie: c=1; d=2\r\nExpect: 100-continue\r\nX-Latin: caf\u00c3\u00a9\r\nContent-Length: 0\r\n\r\n");
		assertThat(edge().peers().lastHeaders.all("X-One")).containsExactly("a", "b");
		assertThat(edge().peers().lastHeaders.all("Cookie")).containsExactly("c=1; d=2");
		assertThat(edge().peers().lastHeaders.all("X-Latin")).containsExactly("caf\u00e9");
		assertThat(edge().peers().lastHeaders.contains("Host")).isFalse();
		assertThat(edge().peers().lastHeaders.contains("Expect")).isFalse();
	}

	@Test
	void whenAKnownRouteIsAskedWithATargetHeaderThenTheRouteWins() throws Exception {
		WireAnswer answer = exchange("GET /v1.0/metadata HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\n\r\n");
		assertThat(answer.body()).startsWith("{\"id\":\"caller\",");
		assertThat(edge().peers().calls).isEmpty();
	}

	@Test
	void whenAnotherVerbIsUsedOnAKnownRouteWithATargetHeaderThenItIsACall() throws Exception {
		exchange("POST /text HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\nContent-Length: 0\r\n\r\n");
		assertThat(nextCall()).isEqualTo("POST text ");
	}

}
