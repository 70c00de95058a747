package dev.daprinvoke.transport.app;

import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

/**
 * Asks an HTTP app for its health (contract section 4). It has a connection of its own,
 * so that calls never keep it waiting, and shows no token.
 */
public final class HttpHealthProbe {

	private final HttpConnections connections;

	private final HttpClient client;

	private final String path;

	private final String host;

	/**
	 * Creates a probe without connection.
	 * @param settings where the app is
	 * @param path what is asked for, a leading slash may be missing
	 * @param loops where the connection lives
	 */
	public HttpHealthProbe(HttpAppSettings settings, String path, LoopResources loops) {
		HttpOrigin origin = settings.origin();
		this.connections = HttpConnections.toOne("app-health", settings.dialect(),
				settings.limits().withMaxConnections(2, 1), loops);
		this.client = this.connections.client().remoteAddress(origin::address);
		this.path = path.startsWith("/") ? path : "/" + path;
		this.host = origin.authority();
	}

	/**
	 * Asks once.
	 * @return the status of the app's answer; a failure if it gave none; cancelling gives
	 * up the connection
	 */
	public Mono<Integer> ask() {
		return this.client.headers((headers) -> headers.set(HttpHeaderNames.HOST, this.host))
			.doOnRequest((request, connection) -> {
				request.requestHeaders().remove(HttpHeaderNames.ACCEPT);
				request.requestHeaders().set(HttpHeaderNames.USER_AGENT, AppHeaders.DEFAULT_USER_AGENT);
			})
			.get()
			.uri(this.path)
			.response()
			.map((response) -> response.status().code());
	}

	/**
	 * Closes the connection.
	 * @return completes when it is closed
	 */
	public Mono<Void> close() {
		return this.connections.close();
	}

}
