package dev.daprinvoke.sidecar.edge;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * One step of a request's way from the socket to the routes: it answers, or lets the next
 * step do so. Called on event loops; must not block.
 */
@FunctionalInterface
interface EdgeStep {

	/**
	 * Handles a request.
	 * @param target what the request line names
	 * @param request the request; its headers may be changed for the steps that follow
	 * @param response where the answer goes; headers that are set here stay
	 * @param reply the answer to give
	 * @return completes when the answer is written
	 */
	Mono<Void> handle(RequestTarget target, HttpServerRequest request, HttpServerResponse response, Reply reply);

}
