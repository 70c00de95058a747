package dev.daprinvoke.spring.client;

import java.io.Serializable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/**
 * A call that failed, as its exception tells it.
 *
 * @param target whom it was meant for
 * @param method verb and path, without query
 * @param status the status of the answer, or what stands for it
 * @param headers the answer's headers, possibly none
 * @param body the answer's body, at most {@link #MOST_BODY} bytes of it, possibly none
 * @param attempts how often the call was made
 */
public record FailedCall(String target, String method, HttpStatusCode status, HttpHeaders headers, byte[] body,
		int attempts) implements Serializable {

	/** The most bytes of an error's body that an exception keeps: 1 MiB. */
	public static final int MOST_BODY = 1024 * 1024;

	static boolean isProblem(HttpHeaders headers) {
		String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
		return type != null && type.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
	}

	/**
	 * The call in a sentence.
	 * @return for example {@code GET items/1 of app cart}
	 */
	String text() {
		return this.method + " of " + this.target;
	}

}
