package dev.daprinvoke.transport.sidecar;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Whose an error is, by how it comes over the wire.
 */
class AnswerOriginTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final InvokeRequest HEAD = Calls.request(Verb.HEAD, "items", InvokeBody.EMPTY);

	private @Nullable FakeApp sidecar;

	@AfterEach
	void stop() throws IOException {
		if (this.sidecar != null) {
			this.sidecar.close();
		}
	}

	private SidecarInvoker answering(String answer) {
		this.sidecar = FakeApp.answering(answer);
		return new SidecarInvoker(new SidecarSettings(URI.create("http://127.0.0.1:" + this.sidecar.port()), null,
				SidecarSettings.CONNECT_TIMEOUT));
	}

	private SidecarException failure(InvokeRequest request, String answer) {
		SidecarException failure = catchThrowableOfType(SidecarException.class,
				() -> answering(answer).invoke(request).block(LIMIT));
		assertThat(failure).isNotNull();
		return failure;
	}

	private InvokeResponse response(InvokeRequest request, String answer) {
		return answering(answer).invoke(request).blockOptional(LIMIT).orElseThrow();
	}

	private static String json(int length) {
		String start = "{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"failed to invoke, id: cart, err: couldn't find service: ";
		return start + "x".repeat(length - start.length() - 2) + "\"}";
	}

	private static String whole(String body) {
		return "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: "
				+ body.length() + "\r\n\r\n" + body;
	}

	private static String chunked(String type, String... chunks) {
		StringBuilder answer = new StringBuilder("HTTP/1.1 500 Internal Server Error\r\nContent-Type: ").append(type)
			.append("\r\nTransfer-Encoding: chunked\r\n\r\n");
		for (String chunk : chunks) {
			answer.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
		}
		return answer.append("0\r\n\r\n").toString();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2049, 5000, 60_000 })
	void whenALongErrorComesInChunksThenItIsTheSidecars(int length) {
		String json = json(length);
		SidecarException failure = failure(Calls.get(),
				chunked("application/json", json.substring(0, 20), json.substring(20, 2000), json.substring(2000)));
		assertThat(failure.stage()).isEqualTo(FailureStage.RESOLVER);
		assertThat(failure.body()).hasSize(length);
	}

	@Test
	void whenAShortErrorHasItsLengthThenItIsTheSidecars() {
		assertThat(failure(Calls.get(), whole(json(2048))).stage()).isEqualTo(FailureStage.RESOLVER);
	}

	@Test
	void whenAShortErrorComesInChunksThenItIsTheApps() {
		InvokeResponse response = response(Calls.get(), chunked("application/json", json(2048)));
		assertThat(Buffers.text(response.body())).isEqualTo(json(2048));
	}

	@Test
	void whenALongErrorHasItsLengthThenItIsTheApps() {
		InvokeResponse response = response(Calls.get(), whole(json(2049)));
		assertThat(Buffers.text(response.body())).isEqualTo(json(2049));
	}

	@Test
	void whenAnErrorInChunksIsLongerThanAnyReasonThenItIsTheApps() {
		String json = json(200_000);
		InvokeResponse response = response(Calls.get(), chunked("application/json", json));
		assertThat(Buffers.text(response.body())).isEqualTo(json);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[1,2,3]", "{\"errorCode\":\"ERR_OUT_OF_STOCK\",\"message\":\"no\"}",
			"{\"title\":\"a problem of the app's own, which is longer than the start\"}" })
	void whenAnErrorInChunksIsAnotherThenItIsTheApps(String body) {
		InvokeResponse response = response(Calls.get(), chunked("application/json", body));
		assertThat(Buffers.text(response.body())).isEqualTo(body);
	}

	@ParameterizedTest
	@CsvSource({ "500, application/json, CALLEE_SIDECAR", "403, application/json, POLICY",
			"404, application/json, CALLER_SIDECAR", "401, text/plain; charset=utf-8, POLICY",
			"431, text/plain; charset=utf-8, CALLER_SIDECAR" })
	void whenAnErrorToHeadHasALengthThenItIsTheSidecars(int status, String type, FailureStage stage) {
		SidecarException failure = failure(HEAD,
				"HTTP/1.1 " + status + " No\r\nContent-Type: " + type + "\r\nContent-Length: 175\r\n\r\n");
		assertThat(failure.stage()).isEqualTo(stage);
		assertThat(failure.status()).isEqualTo(status);
		assertThat(failure).hasMessage("the sidecar answers " + status + ", to HEAD without a reason");
	}

	@ParameterizedTest
	@ValueSource(strings = { "500 No\r\nContent-Type: application/json\r\n",
			"500 No\r\nContent-Type: application/json\r\nContent-Length: 0\r\n",
			"500 No\r\nContent-Type: text/html\r\nContent-Length: 175\r\n",
			"503 No\r\nContent-Type: application/json\r\nContent-Length: 175\r\n" })
	void whenAnErrorToHeadIsAnotherThenItIsTheApps(String head) {
		assertThat(Buffers.text(response(HEAD, "HTTP/1.1 " + head + "\r\n").body())).isEmpty();
	}

}
