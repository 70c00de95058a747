package dev.daprinvoke.scenario;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client is told when a call cannot be made, byte for byte (contract,
 * invocation.md 1.7).
 */
class ErrorBodyTests {

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
	@ValueSource(strings = { "GET /", "GET /unknown", "POST /v1.0/metadata", "POST /v1.0/healthz",
			"GET /v1.0/invoke/callee", "GET /v1.0/invoke/callee/method", "GET /v1.0/invoke//method/x" })
	void whenNoTargetIsNamedThenTheAnswerIs404(String request) {
		String[] parts = request.split(" ");
		RawResponse response = pair.caller().http().send(parts[0], parts[1], "");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.text()).isEqualTo(ErrorText.NO_TARGET);
		assertThat(response.header("Content-Type")).isEqualTo("application/json");
	}

	@Test
	void whenTheAppIsUnknownThenTheResolverSaysSo() {
		assertError(pair.caller().invoke("ghost", "x"),
				ErrorText.failedToInvoke("ghost", "no host found with the given ID"));
	}

	@Test
	void whenTheIdHasTwoDotsThenItIsNoAppId() {
		assertError(pair.caller().invoke("a.b.c", "x"), ErrorText.failedToInvoke("a.b.c", "invalid app id a.b.c"));
	}

	@ParameterizedTest
	@CsvSource({ "a%0Ab, 'method contains control character at position 1: \"a\\nb\"'",
			"a%3Fb, 'method contains forbidden character: \"a?b\"'",
			"a%23b, 'method contains forbidden character: \"a#b\"'",
			"a%00b, 'method contains forbidden character: \"a\\x00b\"'" })
	void whenTheMethodIsNotAllowedThenTheCallerRefusesIt(String method, String reason) {
		assertError(pair.caller().invoke("callee", method), ErrorText.failedToInvoke("callee",
				"rpc error: code = InvalidArgument desc = invalid method: " + reason));
	}

	@Test
	void whenTheDecodedMethodIsNoUrlThenTheAppIsNotCalled() {
		String url = "http://127.0.0.1:" + pair.app().port() + "/test%stream";
		assertError(pair.caller().invoke("callee", "test%25stream"),
				ErrorText.failedToInvoke("callee", appChannel("parse \"" + url + "\": invalid URL escape \"%st\"")));
	}

	@Test
	void whenTheAppHangsUpThenTheCallerIsTold() {
		pair.app().on("/close", (exchange) -> exchange.hangUp());
		String url = "http://127.0.0.1:" + pair.app().port() + "/close";
		assertError(pair.caller().invoke("callee", "close"),
				ErrorText.failedToInvoke("callee", appChannel("Get \"" + url + "\": EOF")));
	}

	@Test
	void whenTheAppIsDownThenTheCallerIsToldWhichAddressRefused() {
		TestApp gone = TestApp.start();
		int port = gone.port();
		try (Sidecar sidecar = Sidecar.of("downapp", folder).names(pair.names()).appPort(port).startReady()) {
			gone.close();
			assertError(pair.caller().invoke("downapp", "x"),
					ErrorText.failedToInvoke("downapp", appChannel("Get \"http://127.0.0.1:" + port
							+ "/x\": dial tcp 127.0.0.1:" + port + ": connect: connection refused")));
			assertThat(sidecar.http().statusOf("/v1.0/healthz")).isEqualTo(204);
		}
	}

	@Test
	void whenThereIsNoAppPortThenTheCallerIsTold() {
		try (Sidecar sidecar = Sidecar.of("noapp", folder).names(pair.names()).startReady()) {
			assertError(pair.caller().invoke("noapp", "x"), ErrorText.failedToInvoke("noapp",
					"rpc error: code = Internal desc = app channel is not initialized"));
			assertError(sidecar.invoke("noapp", "x"),
					ErrorText.failedToInvoke("noapp", "cannot invoke local endpoint: app channel not initialized"));
		}
	}

	@Test
	void whenTheOnlyPeerIsDeadThenThreeRetriesAreMade() {
		Sidecar dead = Sidecar.of("deadpeer", folder).names(pair.names()).startReady();
		dead.kill();
		long start = System.nanoTime();
		assertError(pair.caller().invoke("deadpeer", "x"), ErrorText.failedToInvoke("deadpeer",
				"failed to invoke target deadpeer after 3 retries. Error: " + refused(dead)));
		assertThat((System.nanoTime() - start) / 1e9).isBetween(2.9, 6.0);
	}

	@Test
	void whenTheOnlyPeerIsDeadAndTheBodyCannotBeRepeatedThenNoRetryIsMade() {
		Sidecar dead = Sidecar.of("deadpeer2", folder).names(pair.names()).startReady();
		dead.kill();
		RawResponse response = pair.caller()
			.http()
			.exchange("POST /v1.0/invoke/deadpeer2/method/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
		assertError(response, ErrorText.failedToInvoke("deadpeer2", refused(dead)));
	}

	@Test
	void whenTheBodyIsTooLargeThenTheAnswerIs500() throws IOException {
		try (RawConnection connection = pair.caller().http().open()) {
			sendUntilRefused(connection, "POST /v1.0/invoke/callee/method/echo HTTP/1.1\r\nHost: x\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n500000\r\n" + "a".repeat(0x500000) + "\r\n0\r\n\r\n");
			assertError(connection.receive(), ErrorText.failedToInvoke("callee", "stream too large"));
		}
		assertThat(pair.caller().invoke("callee", "next").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "'zz\r\n', invalid byte in chunk length", "'5\r\nhello0\r\n\r\n', malformed chunked encoding" })
	void whenTheBodyOfACallToOneselfIsBrokenThenItIsNotTheAppsFault(String body, String reason) {
		RawResponse response = pair.callee()
			.http()
			.exchange("POST /v1.0/invoke/callee/method/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ body);
		assertError(response,
				ErrorText.failedToInvoke("callee", "Post \"http://127.0.0.1:" + pair.app().port() + "/x\": " + reason));
		assertThat(pair.callee().process().output().text()).doesNotContain("level=error");
	}

	private static void sendUntilRefused(RawConnection connection, String request) {
		try {
			connection.send(request);
		}
		catch (IOException ex) {
			// The sidecar may close before it has read what it does not want.
			assertThat(ex).isInstanceOf(SocketException.class);
		}
	}

	private static String appChannel(String error) {
		return "rpc error: code = Internal desc = error invoking app channel: " + error;
	}

	private static String refused(Sidecar dead) {
		return "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: "
				+ "dial tcp 127.0.0.1:" + dead.internalPort() + ": connect: connection refused\"";
	}

	private static void assertError(RawResponse response, String body) {
		assertThat(response.text()).isEqualTo(body);
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.header("Content-Type")).isEqualTo("application/json");
		assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(response.body().length));
	}

}
