package dev.daprinvoke.sidecar.edge;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.resource.ApiLogging;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands before the routes of the HTTP API, through both lanes: CORS, then the
 * token, then the log (contract invocation.md 1.1, 1.7, 5.6).
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractFrontTests {

	private static final String CALL = "/v1.0/invoke/cart/method/text";

	private static final String BASIC = "Authorization: Basic "
			+ Base64.getEncoder().encodeToString("dapr-app-id:cart".getBytes(StandardCharsets.US_ASCII));

	private final String lane;

	private @Nullable RunningEdge edge;

	AbstractFrontTests(String lane) {
		this.lane = lane;
	}

	@BeforeAll
	void start(@TempDir Path folder) {
		ApiFront front = new ApiFront(List.of("http://page", "https://*.shop"), new ApiToken("s3cret"), ApiLogging.OFF);
		this.edge = RunningEdge.with(folder, RunningEdge.lane(this.lane), front, ApiAccess.ALL);
	}

	@AfterAll
	void stop() {
		edge().close();
	}

	@BeforeEach
	void forgetCalls() {
		edge().peers().calls.clear();
	}

	private RunningEdge edge() {
		if (this.edge == null) {
			throw new IllegalStateException("not started");
		}
		return this.edge;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /v1.0/invoke/cart/method/text | X: y
			GET /v1.0/invoke/cart/method/text | dapr-api-token: x
			GET /v1.0/invoke/cart/method/text | dapr-api-token:
			GET /text                         | dapr-app-id: cart
			GET /v1.0/metadata                | X: y
			PUT /v1.0/metadata/a              | X: y
			POST /v1.0/shutdown               | X: y
			POST /v1.0/healthz                | X: y
			HEAD /v1.0/healthz                | X: y
			GET /v1.0/%68ealthz               | X: y
			GET /v1.0/healthz/x               | X: y
			GET /v1.0/invoke/cart/method/v1.0/healthz | X: y
			GET /nobodys                      | X: y
			OPTIONS /text                     | dapr-app-id: cart
			GET /v1.0/metadata                | dapr-api-token: x\\r\\ndapr-api-token: s3cret
			""")
	void whenTheTokenIsMissingOrWrongThenNobodyPasses(String request, String header) throws Exception {
		WireAnswer answer = exchange(request, header.replace("\\r\\n", "\r\n"));
		assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
		assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.body()).isEqualTo(request.startsWith("HEAD") ? "" : "invalid api token\n");
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /v1.0/healthz", "GET /v1.0/healthz/outbound", "GET //v1.0/./healthz/" })
	void whenHealthIsCheckedThenNoTokenIsAskedFor(String request) throws Exception {
		assertThat(exchange(request, "X: y").status()).isEqualTo(204);
		assertThat(exchange(request, "dapr-api-token: x").status()).isEqualTo(204);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /v1.0/invoke/cart/method/text | X: y
			GET /text                         | dapr-app-id: cart
			GET /text                         | basic
			""")
	void whenTheTokenIsRightThenTheCallPassesWithoutIt(String request, String header) throws Exception {
		String named = header.equals("basic") ? BASIC : header;
		assertThat(exchange(request, named + "\r\nDapr-Api-Token: s3cret").status()).isEqualTo(200);
		assertThat(edge().peers().calls.poll(20, TimeUnit.SECONDS)).isEqualTo("GET text ");
		assertThat(edge().peers().lastHeaders.contains("Dapr-Api-Token")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "GET /v1.0/metadata, 200", "PUT /v1.0/metadata/a, 204", "GET /nobodys, 404",
			"POST /v1.0/shutdown, 204" })
	void whenTheTokenIsRightThenOwnEndpointsAnswer(String request, int status) throws Exception {
		assertThat(exchange(request, "dapr-api-token: s3cret").status()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					/v1.0/invoke/cart/method/text | http://page        | post | content-type, x-ONE | POST   | Content-Type, X-One
					/nobodys                      | HTTP://Page        | GET  | a                   | GET    | A
					/v1.0/metadata                | https://a.b.shop   | PUT  | ''                  | PUT    | ''
					/v1.0/invoke/cart/method/text | http://page        | OPTIONS | a,b            | OPTIONS | A, B
					""")
	void whenAPageAsksThenItsPreflightIsAnsweredWithoutToken(String path, String origin, String method, String headers,
			String allowedMethod, String allowedHeaders) throws Exception {
		String asked = headers.isEmpty() ? "" : "\r\nAccess-Control-Request-Headers: " + headers;
		WireAnswer answer = exchange("OPTIONS " + path,
				"Origin: " + origin + "\r\nAccess-Control-Request-Method: " + method + asked);
		assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
		assertThat(answer.all("Vary")).containsExactly("Origin", "Access-Control-Request-Method",
				"Access-Control-Request-Headers");
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
		assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo(allowedMethod);
		assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo(allowedHeaders);
		assertThat(answer.header("Content-Length")).isEqualTo("0");
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Origin: http://other            | GET
			Origin: http://page.other       | GET
			Origin: https://shop            | GET
			Origin: http://page             | TRACE
			X: y                            | GET
			Origin:                         | GET
			""")
	void whenAPageMayNotThenItsPreflightGrantsNothing(String origin, String method) throws Exception {
		WireAnswer answer = exchange("OPTIONS " + CALL, origin + "\r\nAccess-Control-Request-Method: " + method);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.all("Vary")).hasSize(3);
		assertThat(answer.headers()).noneMatch((line) -> line.toLowerCase(Locale.ROOT).startsWith("access-"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /v1.0/invoke/cart/method/text | dapr-api-token: s3cret | 200
			GET /v1.0/invoke/cart/method/text | X: y                   | 401
			GET /v1.0/metadata                | dapr-api-token: s3cret | 200
			GET /v1.0/healthz                 | X: y                   | 204
			OPTIONS /v1.0/invoke/cart/method/text | dapr-api-token: s3cret | 200
			GET /nobodys                      | dapr-api-token: s3cret | 404
			""")
	void whenAPageCallsThenEveryAnswerGrantsItsOrigin(String request, String header, int status) throws Exception {
		WireAnswer answer = exchange(request, header + "\r\nOrigin: http://page");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.all("Vary")).containsExactly("Origin");
		assertThat(answer.all("Access-Control-Allow-Origin")).containsExactly("http://page");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X: y", "Origin: http://other" })
	void whenNoPageThatMayCallsThenAnswersOnlyVary(String header) throws Exception {
		WireAnswer answer = exchange("GET " + CALL, header + "\r\ndapr-api-token: s3cret");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.all("Vary")).containsExactly("Origin");
		assertThat(answer.all("Access-Control-Allow-Origin")).isEmpty();
	}

	@Test
	void whenRefusedThenTheConnectionGoesOn() throws Exception {
		try (WireClient client = new WireClient(edge().port())) {
			client.send("POST " + CALL + " HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(client.receive().status()).isEqualTo(401);
			client.send("POST " + CALL
					+ " HTTP/1.1\r\nHost: h\r\ndapr-api-token: s3cret\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(client.receive().body()).isEqualTo("hello");
		}
	}

	private WireAnswer exchange(String request, String headers) throws Exception {
		return WireClient.exchange(edge().port(),
				request + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n" + headers + "\r\n\r\n");
	}

}
