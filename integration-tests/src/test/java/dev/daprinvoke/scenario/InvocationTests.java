package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An ordinary call through two sidecars (contract, invocation.md 1.3 to 1.6 and 1.8).
 */
class InvocationTests {

	@TempDir
	private static Path folder;

	private static Pair pair;

	@BeforeAll
	static void start() {
		pair = Pair.start(folder);
	}

	@AfterAll
	static void stop() {
		pair.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS" })
	void whenAVerbIsUsedThenTheAppSeesItWithQueryAndBody(String verb) {
		RawResponse response = pair.caller()
			.http()
			.send(verb, "/v1.0/invoke/callee/method/orders/1?a=b&c=%20d", "{\"n\":1}", "Content-Type: application/json",
					"X-One: 1");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("ok");
		assertThat(response.header("X-App")).isEqualTo("yes");
		assertThat(response.header("Transfer-Encoding")).isEqualTo("chunked");
		ReceivedRequest request = pair.app().lastReceived();
		assertThat(request.requestLine()).isEqualTo(verb + " /orders/1?a=b&c=%20d HTTP/1.1");
		assertThat(request.text()).isEqualTo("{\"n\":1}");
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
		assertThat(request.header("Content-Length")).isEqualTo("7");
		assertThat(request.header("X-One")).isEqualTo("1");
	}

	@Test
	void whenTheVerbIsHeadThenOnlyHeadersComeBack() {
		RawHttp http = pair.caller().http();
		RawResponse response = http.exchange(http.request("HEAD", "/v1.0/invoke/callee/method/x"));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("X-App")).isEqualTo("yes");
		assertThat(pair.app().lastReceived().requestLine()).isEqualTo("HEAD /x HTTP/1.1");
	}

	@Test
	void whenAnotherAppIsCalledThenItsAppLearnsWhoCalled() {
		pair.caller().http().get("/v1.0/invoke/callee/method/who", "Dapr-Caller-App-Id: mallory");
		ReceivedRequest request = pair.app().lastReceived();
		assertThat(request.headers("dapr-caller-app-id")).containsExactly("caller");
		assertThat(request.headers("dapr-callee-app-id")).containsExactly("callee");
		assertThat(request.headers("dapr-caller-namespace")).containsExactly("default");
		assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + pair.app().port());
		assertThat(request.headers("X-Forwarded-For")).hasSize(1);
		assertThat(request.headers("X-Forwarded-Host")).hasSize(1);
		assertThat(request.header("Forwarded")).matches("for=.+;by=.+;host=.+");
	}

	@Test
	void whenTheOwnAppIsCalledThenNothingIsForwarded() {
		RawResponse response = pair.caller().invoke("caller", "own?q=1");
		assertThat(response.status()).isEqualTo(200);
		ReceivedRequest request = pair.callerApp().lastReceived();
		assertThat(request.requestLine()).isEqualTo("GET /own?q=1 HTTP/1.1");
		assertThat(request.headers("dapr-caller-app-id")).containsExactly("caller");
		assertThat(request.headers("dapr-callee-app-id")).containsExactly("caller");
		assertThat(request.headers("X-Forwarded-For")).isEmpty();
		assertThat(request.headers("Forwarded")).isEmpty();
	}

	@Test
	void whenAHeaderNamesTheTargetThenThePathIsTheMethod() {
		RawResponse response = pair.caller().http().get("/by/header?q=1", "dapr-app-id: callee");
		assertThat(response.status()).isEqualTo(200);
		ReceivedRequest request = pair.app().lastReceived();
		assertThat(request.requestLine()).isEqualTo("GET /by/header?q=1 HTTP/1.1");
		assertThat(request.headers("dapr-app-id")).isEmpty();
	}

	@Test
	void whenBasicAuthNamesTheTargetThenItStillReachesTheApp() {
		String authorization = "Basic " + Base64.getEncoder().encodeToString("dapr-app-id:callee".getBytes());
		RawResponse response = pair.caller().http().get("/by/auth", "Authorization: " + authorization);
		assertThat(response.status()).isEqualTo(200);
		ReceivedRequest request = pair.app().lastReceived();
		assertThat(request.requestLine()).isEqualTo("GET /by/auth HTTP/1.1");
		assertThat(request.header("Authorization")).isEqualTo(authorization);
	}

	// SQLite knows no namespaces (platform.md 3.4): another one's app is found just so.
	@ParameterizedTest
	@CsvSource({ "PATH, callee.default", "HEADER, callee.default", "BASIC_AUTH, callee.default", "PATH, callee.prod",
			"HEADER, callee.prod", "BASIC_AUTH, callee.prod" })
	void whenANamespaceIsNamedThenTheAppIsFoundByEveryForm(Addressing addressing, String target) {
		assertThat(exchange(addressing, target).status()).isEqualTo(200);
		ReceivedRequest request = pair.app().lastReceived();
		assertThat(request.requestLine()).isEqualTo("GET /spaced HTTP/1.1");
		assertThat(request.headers("dapr-callee-app-id")).containsExactly("callee");
		assertThat(request.headers("dapr-caller-namespace")).containsExactly("default");
	}

	@ParameterizedTest
	@CsvSource({ "caller.default, 0", "caller.prod, 1" })
	void whenTheOwnIdIsNamedWithANamespaceThenOnlyTheOwnOneIsTheAppItself(String target, int hops) {
		assertThat(exchange(Addressing.PATH, target).status()).isEqualTo(200);
		assertThat(pair.callerApp().lastReceived().headers("X-Forwarded-For")).hasSize(hops);
	}

	@ParameterizedTest
	@CsvSource({ "PATH, a.b.c", "HEADER, a.b.c", "BASIC_AUTH, a.b.c", "PATH, callee..", "HEADER, a.b.c.d",
			"PATH, .callee" })
	void whenAnIdHasMoreDotsThenItIsNoAppIdInAnyForm(Addressing addressing, String target) {
		RawResponse response = exchange(addressing, target);
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.text()).isEqualTo(ErrorText.failedToInvoke(target, "invalid app id " + target));
	}

	private static RawResponse exchange(Addressing addressing, String target) {
		return pair.caller()
			.http()
			.exchange(addressing.begin("GET", target, "/spaced") + "Host: x\r\nConnection: close\r\n\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "echo%2Fa%20b+c%C3%A9;x, /echo/a%20b+c%C3%A9;x", "echo%2541, /echo%41", "a/../echo, /echo",
			"echo/, /echo", "//echo, /echo", "admin%2F..%2Fpublic, /public", "'', /" })
	void whenAMethodIsEscapedThenTheAppSeesItsCleanedForm(String method, String seen) {
		assertThat(pair.caller().invoke("callee", method).status()).isEqualTo(200);
		assertThat(pair.app().lastReceived().target()).isEqualTo(seen);
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 204, 302, 404, 418, 500, 503 })
	void whenTheAppAnswersAStatusThenTheCallerGetsIt(int status) {
		String body = (status == 204) ? "" : "the body";
		pair.app()
			.on("/status", (exchange) -> exchange.respond(status, body, "Content-Type: text/plain", "Set-Cookie: a=1",
					"Set-Cookie: b=2", "Location: /elsewhere"));
		RawResponse response = pair.caller().invoke("callee", "status");
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.text()).isEqualTo(body);
		assertThat(response.head().all("Set-Cookie")).containsExactly("a=1", "b=2");
		assertThat(response.header("Location")).isEqualTo("/elsewhere");
	}

	@Test
	void whenTheBodyIsChunkedThenTheAppGetsAllOfIt() throws Exception {
		try (RawConnection connection = pair.caller().http().open()) {
			connection.send("POST /v1.0/invoke/callee/method/chunks HTTP/1.1\r\nHost: x\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
			assertThat(connection.receive().status()).isEqualTo(200);
		}
		ReceivedRequest request = pair.app().lastReceived();
		assertThat(request.text()).isEqualTo("abcdefg");
		assertThat(request.header("Transfer-Encoding")).isEqualTo("chunked");
	}

	@Test
	void whenTwoCallsShareAConnectionThenBothAreAnswered() throws Exception {
		try (RawConnection connection = pair.caller().http().open()) {
			String request = "GET /v1.0/invoke/callee/method/again HTTP/1.1\r\nHost: x\r\n\r\n";
			connection.send(request + request);
			assertThat(connection.receive().text()).isEqualTo("ok");
			assertThat(connection.receive().text()).isEqualTo("ok");
		}
	}

}
