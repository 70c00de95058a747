package dev.daprinvoke.sidecar.edge;

import org.springframework.http.server.reactive.HttpHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.target.Addressed;

/**
 * The routes of Spring Cloud Gateway.
 */
final class GatewayRoutes implements EdgeRoutes {

	private final GatewayUse use;

	private final HttpHandler webFlux;

	private final InvocationDoor door;

	/**
	 * Creates the routes.
	 * @param use what goes through Spring
	 * @param webFlux the door into Spring
	 * @param door the way through Gateway for requests that name a target
	 */
	GatewayRoutes(GatewayUse use, HttpHandler webFlux, InvocationDoor door) {
		this.use = use;
		this.webFlux = webFlux;
		this.door = door;
	}

	@Override
	public boolean takeCalls() {
		return !this.use.directLane();
	}

	@Override
	public boolean answerPreflights() {
		return this.use.answersPreflights();
	}

	@Override
	public Mono<Void> call(Addressed addressed, RequestTarget target, HttpServerRequest request,
			HttpServerResponse response, Reply reply) {
		if (this.use.answersPreflights()) {
			return handle(target, request, response, reply);
		}
		return this.door.handle(addressed, new EdgeRequest(request, target, reply.trace(), response.alloc()),
				new EdgeResponse(request, response, reply));
	}

	@Override
	public Mono<Void> handle(RequestTarget target, HttpServerRequest request, HttpServerResponse response,
			Reply reply) {
		return this.webFlux.handle(new EdgeRequest(request, target, reply.trace(), response.alloc()),
				new EdgeResponse(request, response, reply));
	}

}
