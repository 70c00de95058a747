package dev.daprinvoke.transport.sidecar;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which failure is meant by which answer (contract, invocation.md 1.7).
 */
class SidecarAnswerTests {

	private static @Nullable SidecarException failure(int status, String type, String body) {
		return SidecarAnswer.failure("cart", status, type, body.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					CALLER_SIDECAR | 500 | invoke API is not ready
					CALLER_SIDECAR | 404 | failed getting app id either from the URL path or the header dapr-app-id
					CALLER_SIDECAR | 500 | failed to invoke, id: cart, err: invalid app id a.b.c
					CALLER_SIDECAR | 500 | failed to invoke, id: cart, err: stream too large
					CALLER_SIDECAR | 500 | failed to invoke, id: cart, err: rpc error: code = InvalidArgument desc = invalid method: x
					POLICY | 403 | failed to invoke, id: cart, err: rpc error: code = PermissionDenied desc = access control policy has denied access
					POLICY | 500 | failed to invoke, id: cart, err: circuit breaker is open
					TIMEOUT | 500 | failed to invoke, id: cart, err: context deadline exceeded
					TIMEOUT | 500 | failed to invoke, id: cart, err: rpc error: code = DeadlineExceeded desc = x
					RESOLVER | 500 | failed to invoke, id: cart, err: couldn't find service: cart
					RESOLVER | 500 | failed to invoke, id: cart, err: name resolver not initialized
					RESOLVER | 500 | failed to invoke, id: cart, err: resolver returned empty address for app id default/cart
					NOT_REACHABLE | 500 | failed to invoke, id: cart, err: failed to invoke target cart after 3 retries. Error: rpc error: code = Unavailable desc = connection error
					NOT_REACHABLE | 500 | failed to invoke, id: cart, err: rpc error: code = Unavailable desc = x
					NOT_REACHABLE | 500 | failed to invoke, id: cart, err: Get "http://h:1/x": dial tcp 127.0.0.1:1: connect: connection refused
					CALLEE_SIDECAR | 500 | failed to invoke, id: cart, err: Get "http://h:1/x": EOF
					CALLEE_SIDECAR | 500 | failed to invoke, id: cart, err: rpc error: code = Internal desc = app channel is not initialized
					CALLEE_SIDECAR | 500 | failed to invoke, id: cart, err: rpc error: code = Internal desc = error invoking app channel: Get "http://127.0.0.1:1/x": EOF
					CALLEE_SIDECAR | 500 | failed to invoke, id: cart, err: cannot invoke local endpoint: app channel not initialized
					CALLEE_SIDECAR | 500 | failed to invoke, id: cart, err: rpc error: code = NotFound desc = x
					""")
	void whenTheSidecarSaysWhyThenTheStageIsKnown(FailureStage stage, int status, String message) {
		String json = "{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"" + message.replace("\"", "\\\"") + "\"}";
		assertThat(failure(status, "application/json", json)).isNotNull()
			.satisfies((failure) -> assertThat(failure.stage()).isEqualTo(stage))
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(status))
			.hasMessage(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "null", "{\"message\":\"gone\"}", "{\"errorCode\":7,\"message\":\"x\"}",
			"{\"errorCode\":\"NOT_FOUND\",\"message\":\"x\"}", "{\"errorCode\":\"ERR_OUT_OF_STOCK\",\"message\":\"x\"}",
			"{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"failed to invoke, id: stock, err: couldn't find service: stock\"}",
			"{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"no\"}", "{\"code\":5,\"message\":\"gone\"}",
			"{\"errorCode\":\"ERR_DIRECT_INVOKE\"", "{\"errorCode\":\"ERR_\\u00zz\",\"message\":\"x\"}",
			"{\"errorCode\":\"ERR_DIRECT_INVOKE\\" })
	void whenAnErrorIsNotOfTheSidecarThenItIsTheApps(String json) {
		assertThat(failure(500, "application/json", json)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "401, text/plain; charset=utf-8, invalid api token", "401, text/plain, 'invalid api token\n'" })
	void whenTheTokenIsWrongThenItIsAPolicy(int status, String type, String body) {
		assertThat(failure(status, type, body)).isNotNull()
			.satisfies((failure) -> assertThat(failure.stage()).isEqualTo(FailureStage.POLICY));
	}

	@ParameterizedTest
	@CsvSource({ "400, text/plain; charset=utf-8, invalid baggage header: x",
			"431, text/plain; charset=utf-8, 431 Request Header Fields Too Large" })
	void whenTheHeadIsRefusedThenTheCallNeverWent(int status, String type, String body) {
		assertThat(failure(status, type, body)).isNotNull()
			.satisfies((failure) -> assertThat(failure.stage()).isEqualTo(FailureStage.CALLER_SIDECAR));
	}

	@ParameterizedTest
	@CsvSource({ "401, application/xml, invalid api token", "403, text/plain, invalid api token",
			"404, text/plain, 404 page not found" })
	void whenATextIsNotTheSidecarsThenItIsTheApps(int status, String type, String body) {
		assertThat(failure(status, type, body)).isNull();
	}

}
