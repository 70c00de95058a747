package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths with detours (contract invocation.md 1.2, 1.4).
 */
class DetourTests extends EachLane {

	DetourTests(String lane) {
		super(lane);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /v1.0/invoke/../healthz, 204", "GET, /v1.0/invoke/../healthz/outbound/, 204",
			"GET, /v1.0/invoke/x/method/../../../healthz, 204",
			"GET, /v1.0/invoke/x/method/a//./../../../../healthz, 204", "GET, /x/../v1.0/healthz, 204",
			"GET, /v1.0/./healthz, 204", "GET, /../v1.0/healthz/., 204", "PUT, /v1.0/invoke/../metadata/key, 204",
			"GET, /v1.0/invoke/../metadata, 200", "GET, /v1.0/invoke/%2e%2e/healthz, 404",
			"GET, /v1.0/invoke/../healthz/x, 404", "POST, /v1.0/invoke/../healthz, 404",
			"GET, /x/../v1.0/invoke/cart/method/text, 404", "GET, /v1.0/invoke/..healthz, 404" })
	void whenAPathHasDetoursThenItsRouteIsThatOfTheCleanedOne(String verb, String path, int status) throws Exception {
		String request = verb + " " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n";
		assertThat(exchange(request + "\r\n").status()).isEqualTo(status);
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/v1.0/invoke/cart/method/../../../../text, GET text", "/v1.0/invoke/cart/method/../text, GET text",
			"/v1.0/invoke/cart/method/a/../../text/b, GET text/b" })
	void whenACallsPathHasDetoursThenItsMethodIsCleaned(String path, String call) throws Exception {
		assertThat(get(path).status()).isEqualTo(200);
		assertThat(nextCall()).isEqualTo(call + " ");
	}

	@Test
	void whenADetourLeadsToAnOwnRouteThenTheAppIdHeaderDoesNotCount() throws Exception {
		assertThat(exchange("GET /v1.0/invoke/../healthz HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\n\r\n").status())
			.isEqualTo(204);
		assertThat(edge().peers().calls).isEmpty();
	}

}
