package dev.daprinvoke.sidecar.edge;

import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.sidecar.api.http.ApiRoute;
import dev.daprinvoke.sidecar.api.http.PlainAnswer;

/**
 * Lets only those pass who show the API's token, and takes it out of their requests, so
 * that no app gets to see it (contract sections 1.6 and 1.7). Health checks need none
 * (contract section 5.1).
 */
final class TokenCheck implements EdgeStep {

	private final ApiToken token;

	private final EdgeStep next;

	TokenCheck(ApiToken token, EdgeStep next) {
		this.token = token;
		this.next = next;
	}

	@Override
	public Mono<Void> handle(RequestTarget target, HttpServerRequest request, HttpServerResponse response,
			Reply reply) {
		HttpHeaders headers = request.requestHeaders();
		boolean admitted = this.token.admits(headers.get(ApiToken.HEADER));
		if (!admitted && !isHealthCheck(target, request)) {
			return reply.write(PlainAnswer.error(401, "invalid api token"), request, response);
		}
		headers.remove(ApiToken.HEADER);
		return this.next.handle(target, request, response, reply);
	}

	private static boolean isHealthCheck(RequestTarget target, HttpServerRequest request) {
		ApiRoute route = ApiRoute.own(request.method().name(), target.raw().path());
		return route != null && route.isHealthCheck();
	}

}
