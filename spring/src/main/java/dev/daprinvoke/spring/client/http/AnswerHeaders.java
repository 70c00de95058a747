package dev.daprinvoke.spring.client.http;

import org.springframework.http.HttpHeaders;

import dev.daprinvoke.message.InvokeResponse;

/**
 * The headers of an answer as Spring's clients see them.
 */
public final class AnswerHeaders {

	private AnswerHeaders() {
	}

	/**
	 * Reads the headers of an answer.
	 * @param response the answer; its body is left alone
	 * @return all its headers, names with several values as often as they came, and the
	 * content type; read-only
	 */
	public static HttpHeaders of(InvokeResponse response) {
		HttpHeaders headers = new HttpHeaders();
		response.headers().forEach(headers::add);
		if (response.contentType() != null) {
			headers.set(HttpHeaders.CONTENT_TYPE, response.contentType());
		}
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

}
