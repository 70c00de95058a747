package dev.daprinvoke.spring.client.http;

import org.springframework.http.HttpMethod;

import dev.daprinvoke.error.InvokeException;

/**
 * Makes of a failed call the exception that the client's user sees. Called on any thread,
 * once for each failed call; must not block.
 */
@FunctionalInterface
public interface FailureTranslator {

	/**
	 * Translates a failure.
	 * @param failure why the call failed
	 * @param verb the verb of the request
	 * @param target whom the call was meant for
	 * @param method what was called: the decoded path without leading slash and query
	 * @param attempts how often the call was made, 1 or more
	 * @return the exception to throw
	 */
	RuntimeException translate(InvokeException failure, HttpMethod verb, String target, String method, int attempts);

}
