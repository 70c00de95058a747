package dev.daprinvoke.transport.sidecar;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.AppExchange;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Calls through something that answers as a sidecar does.
 */
class SidecarInvokerTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private @Nullable FakeApp sidecar;

	@AfterEach
	void stop() throws IOException {
		if (this.sidecar != null) {
			this.sidecar.close();
		}
	}

	private FakeApp sidecar(FakeApp.Behaviour behaviour) {
		FakeApp started = FakeApp.start(behaviour);
		this.sidecar = started;
		return started;
	}

	private static SidecarInvoker invoker(int port, @Nullable String token) {
		return new SidecarInvoker(
				new SidecarSettings(URI.create("http://127.0.0.1:" + port), token, SidecarSettings.CONNECT_TIMEOUT));
	}

	private InvokeResponse answer(FakeApp app, InvokeRequest request) {
		return invoker(app.port(), null).invoke(request).blockOptional(LIMIT).orElseThrow();
	}

	private static SidecarException failure(int port, InvokeRequest request) {
		SidecarException failure = catchThrowableOfType(SidecarException.class,
				() -> invoker(port, null).invoke(request).block(LIMIT));
		assertThat(failure).isNotNull();
		return failure;
	}

	@Test
	void whenTheAppAnswersThenAllOfItComes() throws Exception {
		FakeApp app = sidecar((exchange) -> {
			exchange.body();
			exchange.send(
					"HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 2\r\n\r\nok");
		});
		InvokeResponse response = answer(app, Calls.post("hello"));
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.contentType()).isEqualTo("text/plain");
		assertThat(response.headers().all("x-a")).containsExactly("1", "2");
		assertThat(response.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(Buffers.text(response.body())).isEqualTo("ok");
		AppExchange seen = app.take();
		assertThat(seen.line()).isEqualTo("POST /v1.0/invoke/cart/method/items HTTP/1.1");
		assertThat(seen.header("X-Test")).containsExactly("1");
	}

	@Test
	void whenThereIsATokenThenOnlyOursGoes() {
		FakeApp app = sidecar((exchange) -> exchange.send("HTTP/1.1 204 No Content\r\n\r\n"));
		InvokeRequest request = Calls.get();
		request.headers().add("Dapr-Api-Token", "forged").add("Dapr-App-Id", "other").add("Connection", "close");
		assertThat(
				Buffers.text(invoker(app.port(), "secret").invoke(request).blockOptional(LIMIT).orElseThrow().body()))
			.isEmpty();
		AppExchange seen = app.take();
		assertThat(seen.header("dapr-api-token")).containsExactly("secret");
		assertThat(seen.header("dapr-app-id")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "CONNECT" })
	void whenAnyVerbIsUsedThenItIsSent(Verb verb) {
		FakeApp app = sidecar((exchange) -> exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
		assertThat(answer(app, Calls.request(verb, "items", InvokeBody.EMPTY)).status()).isEqualTo(200);
		assertThat(app.take().line()).startsWith(verb.name() + " ");
	}

	@Test
	void whenBodiesStreamThenTheyPass() throws Exception {
		FakeApp app = sidecar((exchange) -> {
			exchange.body();
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
		});
		ManualBody body = new ManualBody();
		var answer = invoker(app.port(), null).invoke(Calls.request(Verb.POST, "items", body.streaming())).toFuture();
		body.awaitReader().next("").next("hello ").next("").next("world").next("").complete();
		InvokeResponse response = answer.get(10, TimeUnit.SECONDS);
		assertThat(response.body()).isInstanceOf(InvokeBody.Streaming.class);
		assertThat(Buffers.text(response.body())).isEqualTo("abcdefg");
		assertThat(app.take().bodyRead()).isEqualTo("hello world");
	}

	@Test
	void whenNobodyListensThenTheSidecarIsNotReachable() throws IOException {
		FakeApp app = FakeApp.start((exchange) -> {
		});
		app.close();
		SidecarException failure = failure(app.port(), Calls.post("lost"));
		assertThat(failure.stage()).isEqualTo(FailureStage.NOT_REACHABLE);
		assertThat(failure).hasMessageStartingWith("no sidecar answers at http://127.0.0.1:" + app.port() + ": ")
			.hasMessageContaining("DAPR_HTTP_PORT");
	}

	@Test
	void whenNobodyListensThenAStreamedBodyIsGivenBack() throws IOException {
		FakeApp app = FakeApp.start((exchange) -> {
		});
		app.close();
		ManualBody body = new ManualBody();
		failure(app.port(), Calls.request(Verb.POST, "items", body.streaming()));
		Await.until("the body was given back", body::isCancelled);
	}

	@Test
	void whenTheSidecarFailsThenItsWordsAreTheMessage() {
		String json = "{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"failed to invoke, id: cart, err: couldn't find service: cart\"}";
		FakeApp app = sidecar((exchange) -> exchange
			.send("HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: "
					+ json.length() + "\r\n\r\n" + json));
		SidecarException failure = failure(app.port(), Calls.get());
		assertThat(failure.stage()).isEqualTo(FailureStage.RESOLVER);
		assertThat(failure.status()).isEqualTo(500);
		assertThat(new String(failure.body(), StandardCharsets.UTF_8)).isEqualTo(json);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "nonsense\r\n\r\n" })
	void whenTheConnectionBreaksThenTheCallIsBrokenOff(String answer) {
		FakeApp app = sidecar((exchange) -> {
			exchange.send(answer);
			exchange.close();
		});
		assertThat(failure(app.port(), Calls.post("x")).stage()).isEqualTo(FailureStage.BROKEN_OFF);
	}

	@Test
	void whenAStreamBreaksThenItsReaderIsTold() {
		FakeApp app = sidecar((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
			exchange.close();
		});
		InvokeResponse response = answer(app, Calls.get());
		SidecarException failure = catchThrowableOfType(SidecarException.class, () -> Buffers.text(response.body()));
		assertThat(failure.stage()).isEqualTo(FailureStage.BROKEN_OFF);
	}

	@Test
	void whenTheCallerLeavesThenTheConnectionEnds() {
		FakeApp app = sidecar((exchange) -> exchange.awaitClientClose());
		Disposable call = invoker(app.port(), null).invoke(Calls.get()).subscribe();
		app.take();
		call.dispose();
		Await.until("the connection ended", () -> app.openConnections() == 0);
	}

	@Test
	void whenAnAnswerIsDiscardedThenTheConnectionEnds() {
		FakeApp app = sidecar((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
			exchange.awaitClientClose();
		});
		answer(app, Calls.get()).body().discard();
		Await.until("the connection ended", () -> app.openConnections() == 0);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "localhost:3500", "ftp://localhost", "http://localhost:3500/v1.0", "http:///", "http://h?x" })
	void whenTheEndpointIsNoneThenItIsRefused(String endpoint) {
		assertThatIllegalArgumentException().isThrownBy(() -> new SidecarSettings(URI.create(endpoint), null, LIMIT))
			.withMessageStartingWith("endpoint: " + endpoint + " (expected: ");
	}

	@Test
	void whenCredentialsNameAnotherAppThenTheyAreRefused() {
		InvokeRequest request = Calls.get();
		// dapr-app-id:admin
		request.headers().add("Authorization", "Basic ZGFwci1hcHAtaWQ6YWRtaW4=");
		SidecarException failure = failure(1, request);
		assertThat(failure.stage()).isEqualTo(FailureStage.CALLER_SIDECAR);
		assertThat(failure).hasMessageStartingWith("Authorization: names the app to call");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer secret\n", "Bearer s\u00e9cret", "Bearer \u79d8" })
	void whenAHeaderIsIllegalThenItsValueIsNotTold(String value) {
		InvokeRequest request = Calls.get();
		request.headers().add("Authorization", value);
		SidecarException failure = failure(1, request);
		assertThat(failure.stage()).isEqualTo(FailureStage.CALLER_SIDECAR);
		assertThat(failure).hasMessage("header Authorization: its name or value is not legal in HTTP");
	}

	@Test
	void whenTheAnswerSpeaksOfItsConnectionThenThatStaysBehind() {
		FakeApp app = sidecar((exchange) -> exchange.send("HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\n"
				+ "X-End: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
		InvokeResponse response = answer(app, Calls.get());
		assertThat(Buffers.text(response.body())).isEmpty();
		assertThat(response.headers().first("X-End")).isEqualTo("2");
		assertThat(response.headers().contains("X-Hop")).isFalse();
		assertThat(response.headers().contains("Transfer-Encoding")).isFalse();
	}

	@Test
	void whenTheCallerLeavesThenItsUploadEnds() {
		FakeApp app = sidecar((exchange) -> exchange.awaitClientClose());
		ManualBody body = new ManualBody();
		Disposable call = invoker(app.port(), null).invoke(Calls.request(Verb.POST, "items", body.streaming()))
			.subscribe();
		body.awaitReader().next("some");
		call.dispose();
		Await.until("the upload ended", body::isCancelled);
	}

	@Test
	void whenTheBodyFailsThenThatIsTheFailure() {
		FakeApp app = sidecar((exchange) -> exchange.awaitClientClose());
		ManualBody body = new ManualBody();
		var answer = invoker(app.port(), null).invoke(Calls.request(Verb.POST, "items", body.streaming())).toFuture();
		IllegalStateException broken = new IllegalStateException("no such item");
		body.awaitReader().next("some").fail(broken);
		assertThat(answer).failsWithin(LIMIT).withThrowableThat().withCause(broken);
	}

}
