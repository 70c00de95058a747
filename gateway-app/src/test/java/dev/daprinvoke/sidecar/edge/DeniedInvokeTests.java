package dev.daprinvoke.sidecar.edge;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.resource.ApiRule;
import dev.daprinvoke.resource.ApiRules;
import dev.daprinvoke.resource.Position;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left where the Configuration takes routes away (contract invocation.md 5.5),
 * through both lanes.
 */
@Timeout(60)
class DeniedInvokeTests {

	private static final String BASIC = "Authorization: Basic "
			+ Base64.getEncoder().encodeToString("dapr-app-id:cart".getBytes(StandardCharsets.US_ASCII));

	@ParameterizedTest
	@ValueSource(strings = { "plain", "direct", "gateway" })
	void whenInvokeIsDeniedThenNothingButOwnRoutesAnswers(String lane, @TempDir Path folder) throws Exception {
		try (RunningEdge edge = edge(folder, lane, "invoke")) {
			for (String[] refused : new String[][] { { "GET /v1.0/invoke/cart/method/text", "X: y" },
					{ "POST /v1.0/invoke/cart/method/text", "dapr-app-id: cart" }, { "GET /text", "dapr-app-id: cart" },
					{ "GET /text", BASIC }, { "GET /", "X: y" }, { "POST /v1.0/metadata", "X: y" },
					{ "GET /v1.0/invoke/cart", "X: y" }, { "OPTIONS /text",
							"dapr-app-id: cart\r\nOrigin: http://page" + "\r\nAccess-Control-Request-Method: GET" } }) {
				WireAnswer answer = exchange(edge, refused[0], refused[1]);
				assertThat(answer.status()).as(refused[0]).isEqualTo(404);
				assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
				assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
				assertThat(answer.header("Content-Length")).isEqualTo("19");
				assertThat(answer.body()).isEqualTo("404 page not found\n");
			}
			assertThat(edge.peers().calls).isEmpty();
			assertThat(exchange(edge, "GET /v1.0/metadata", "X: y").status()).isEqualTo(200);
			assertThat(exchange(edge, "GET /v1.0/healthz", "X: y").status()).isEqualTo(204);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "direct", "gateway" })
	void whenOtherRoutesAreDeniedThenTheirPathsAreAsUnknownAsAny(String lane, @TempDir Path folder) throws Exception {
		try (RunningEdge edge = edge(folder, lane, "metadata", "shutdown", "healthz")) {
			for (String request : List.of("GET /v1.0/metadata", "PUT /v1.0/metadata/a", "POST /v1.0/shutdown")) {
				WireAnswer answer = exchange(edge, request, "X: y");
				assertThat(answer.status()).as(request).isEqualTo(404);
				assertThat(answer.body()).contains("ERR_DIRECT_INVOKE");
			}
			assertThat(edge.peers().calls).isEmpty();
			assertThat(exchange(edge, "GET /v1.0/healthz", "X: y").status()).isEqualTo(204);
			assertThat(exchange(edge, "GET /v1.0/invoke/cart/method/text", "X: y").status()).isEqualTo(200);
			assertThat(exchange(edge, "GET /v1.0/metadata", "dapr-app-id: nobody").body())
				.contains("failed to invoke, id: nobody");
		}
	}

	private static RunningEdge edge(Path folder, String lane, String... denied) {
		List<ApiRule> rules = Stream.of(denied)
			.map((name) -> new ApiRule(name, "v1", "http", new Position(Path.of("rules.yaml"), 1, 1)))
			.toList();
		return RunningEdge.with(folder, RunningEdge.lane(lane), ApiFront.NONE,
				new ApiAccess(new ApiRules(List.of(), rules)));
	}

	private static WireAnswer exchange(RunningEdge edge, String request, String headers) throws Exception {
		return WireClient.exchange(edge.port(),
				request + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n" + headers + "\r\n\r\n");
	}

}
