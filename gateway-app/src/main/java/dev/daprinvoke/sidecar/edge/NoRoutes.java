package dev.daprinvoke.sidecar.edge;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.target.Addressed;

/**
 * The routes of a sidecar for which nobody wrote any: requests that name no target get
 * the contract's 404 (section 1.2).
 */
final class NoRoutes implements EdgeRoutes {

	private final DaprEndpoints endpoints;

	NoRoutes(DaprEndpoints endpoints) {
		this.endpoints = endpoints;
	}

	@Override
	public boolean takeCalls() {
		return false;
	}

	@Override
	public boolean answerPreflights() {
		return false;
	}

	@Override
	public Mono<Void> call(Addressed addressed, RequestTarget target, HttpServerRequest request,
			HttpServerResponse response, Reply reply) {
		return handle(target, request, response, reply);
	}

	@Override
	public Mono<Void> handle(RequestTarget target, HttpServerRequest request, HttpServerResponse response,
			Reply reply) {
		return reply.write(this.endpoints.unmatched(), request, response);
	}

}
