package dev.daprinvoke.harness;

import java.io.IOException;

/**
 * Answers requests to one path of an app, each on a thread of its own.
 */
@FunctionalInterface
public interface AppHandler {

	/**
	 * Answers.
	 * @param exchange the request and the ways to answer it
	 * @throws IOException if the connection breaks, which then is closed
	 */
	void handle(AppExchange exchange) throws IOException;

}
