package dev.daprinvoke.transport.app;

import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.policy.access.Permit;

/**
 * Calls an app that speaks HTTP.
 */
public final class HttpAppChannel implements AppChannel {

	private final HttpConnections connections;

	private final HttpCallee app;

	/**
	 * Creates a channel without connections.
	 * @param settings where the app is
	 * @param loops where connections live
	 */
	public HttpAppChannel(HttpAppSettings settings, LoopResources loops) {
		this.connections = HttpConnections.toOne("app", settings.dialect(), settings.limits(), loops);
		this.app = new HttpCallee(this.connections.client(), settings.limits(), settings.origin(), "");
	}

	@Override
	public Mono<InvokeResponse> invoke(Permit permit, InvokeRequest request) {
		return this.app.call(permit.method(), request);
	}

	/**
	 * Closes all connections.
	 * @return completes when they are closed
	 */
	public Mono<Void> close() {
		return this.connections.close();
	}

}
