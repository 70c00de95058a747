package dev.daprinvoke.sidecar.api.http;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.Unpooled;

import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.invoke.HttpDate;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;

/**
 * Answers in plain text, as Go's server gives them where no JSON is said to be.
 */
public final class PlainAnswer {

	private PlainAnswer() {
	}

	/**
	 * An error.
	 * @param status the status
	 * @param text the text, without the newline that ends it
	 * @return the answer
	 */
	public static ApiAnswer error(int status, String text) {
		ApiAnswer answer = of(status, "text/plain; charset=utf-8", text + "\n");
		answer.headers().add("X-Content-Type-Options", "nosniff");
		return answer;
	}

	/**
	 * What is said where nothing is (contract sections 1.7 and 5.4).
	 * @return the answer
	 */
	public static ApiAnswer notFound() {
		return error(404, "404 page not found");
	}

	static ApiAnswer of(int status, String type, String text) {
		InvokeHeaders headers = new InvokeHeaders(3).add("Content-Type", type);
		HttpDate.addIfMissing(headers);
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return new ApiAnswer(status, headers, new InvokeBody.Whole(Unpooled.wrappedBuffer(bytes)), false);
	}

}
