package dev.daprinvoke.spring.client.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Hears of the answer to a call before its body is read. A request attribute named
 * {@code AnswerListener.class.getName()} holds the listener of that very call. Called on
 * any thread; must not block.
 */
@FunctionalInterface
public interface AnswerListener {

	/**
	 * An answer has begun.
	 * @param status its status
	 * @param headers its headers, not to be changed
	 */
	void answered(HttpStatusCode status, HttpHeaders headers);

}
