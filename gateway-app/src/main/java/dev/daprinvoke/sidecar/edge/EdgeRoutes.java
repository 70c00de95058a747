package dev.daprinvoke.sidecar.edge;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.target.Addressed;

/**
 * What stands behind Dapr's own endpoints: user-written routes, and filters that see
 * calls, or nothing. Called on event loops; must not block.
 */
interface EdgeRoutes {

	/** Whether calls are handed to {@link #call}, instead of straight to the pipeline. */
	boolean takeCalls();

	/** Whether CORS preflights that name no target are handed to {@link #handle}. */
	boolean answerPreflights();

	/**
	 * Performs a call.
	 * @param addressed whom it names
	 * @param target what the request line names
	 * @param request the request
	 * @param response where the answer goes
	 * @param reply the answer to give
	 * @return completes when the answer is written
	 */
	Mono<Void> call(Addressed addressed, RequestTarget target, HttpServerRequest request, HttpServerResponse response,
			Reply reply);

	/**
	 * Handles a request that names no target.
	 * @param target what the request line names
	 * @param request the request
	 * @param response where the answer goes
	 * @param reply the answer to give
	 * @return completes when the answer is written
	 */
	Mono<Void> handle(RequestTarget target, HttpServerRequest request, HttpServerResponse response, Reply reply);

}
