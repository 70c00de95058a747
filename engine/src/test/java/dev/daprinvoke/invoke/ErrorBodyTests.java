package dev.daprinvoke.invoke;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.error.ErrorCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.7.
 */
class ErrorBodyTests {

	@Test
	void whenNoTargetIsFoundThenTheBodyIsThatOfTheContract() {
		assertThat(ErrorBody.NO_TARGET.status()).isEqualTo(404);
		assertThat(json(ErrorBody.NO_TARGET)).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed getting app id either from the URL path or the header dapr-app-id\"}");
	}

	@Test
	void whenACallFailsThenTheBodyNamesTheTargetAsGiven() {
		ErrorBody body = ErrorBody.of("cart.prod", new BodyTooLargeException());
		assertThat(body.status()).isEqualTo(500);
		assertThat(json(body)).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: cart.prod, err: stream too large\"}");
		assertThat(ErrorBody.of("x", new AccessDeniedException("", "m", "GET")).status()).isEqualTo(403);
		assertThat(ErrorBody.of("x", new IllegalStateException("a bug")).message())
			.isEqualTo("failed to invoke, id: x, err: a bug");
	}

	@Test
	void whenTheTextHoldsAnyCharacterThenItIsEscapedAsGoDoes() {
		StringBuilder expected = new StringBuilder();
		StringBuilder text = new StringBuilder();
		for (int c = 0; c < 0x80; c++) {
			text.append((char) c);
			expected.append(switch (c) {
				case '"' -> "\\\"";
				case '\\' -> "\\\\";
				case '\b' -> "\\b";
				case '\f' -> "\\f";
				case '\n' -> "\\n";
				case '\r' -> "\\r";
				case '\t' -> "\\t";
				case '<', '>', '&' -> String.format("\\u%04x", c);
				default -> (c < 0x20) ? String.format("\\u%04x", c) : String.valueOf((char) c);
			});
		}
		text.append("é\u2028\u2029\ud83d\ude00\udcff");
		expected.append("é\\u2028\\u2029\ud83d\ude00\\ufffd");
		assertThat(json(new ErrorBody(500, ErrorCode.ERR_DIRECT_INVOKE, text.toString())))
			.isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"" + expected + "\"}");
	}

	private static String json(ErrorBody body) {
		return new String(body.json(), StandardCharsets.UTF_8);
	}

}
