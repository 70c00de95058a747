package dev.daprinvoke.sidecar.edge;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.http.server.reactive.HttpHandler;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;

/**
 * Gives Spring a server whose requests pass our own handler first: Boot's own server
 * listens on one address and parses the request target before anybody could repair it.
 */
final class ApiServerFactory implements ReactiveWebServerFactory {

	private final ApiServerSettings settings;

	private final LoopResources loops;

	private final DaprEndpoints endpoints;

	private final HttpApi api;

	private final GatewayUse gateway;

	private final EdgeMeters meters;

	private final ApiFront front;

	private final InvocationDoor door;

	/**
	 * Creates the factory.
	 * @param settings where to listen
	 * @param loops where connections live
	 * @param endpoints Dapr's own endpoints
	 * @param api performs calls
	 * @param gateway what goes through Spring
	 * @param meters counts requests
	 * @param front what stands before the routes
	 * @param door the way to the invocation route
	 */
	ApiServerFactory(ApiServerSettings settings, LoopResources loops, DaprEndpoints endpoints, HttpApi api,
			GatewayUse gateway, EdgeMeters meters, ApiFront front, InvocationDoor door) {
		this.settings = settings;
		this.loops = loops;
		this.endpoints = endpoints;
		this.api = api;
		this.gateway = gateway;
		this.meters = meters;
		this.front = front;
		this.door = door;
	}

	@Override
	public WebServer getWebServer(HttpHandler webFlux) {
		EdgeRoutes routes = new GatewayRoutes(this.gateway, webFlux, this.door);
		return new SpringsServer(new ApiServer(this.settings, this.loops,
				new EdgeHandler(this.endpoints, this.api, routes, this.meters, this.front)));
	}

	/** The server as Spring starts and stops it. */
	private record SpringsServer(ApiServer server) implements WebServer {

		@Override
		public void start() {
			this.server.start();
		}

		@Override
		public void stop() {
			this.server.stop();
		}

		@Override
		public int getPort() {
			return this.server.port();
		}

	}

}
