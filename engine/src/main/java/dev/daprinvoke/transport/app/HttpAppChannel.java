package dev.daprinvoke.transport.app;

import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.policy.access.Permit;

/**
 * Calls an app that speaks HTTP.
 */
public final class HttpAppChannel implements AppChannel {

	private final HttpCallee app;

	private final Supplier<Mono<Void>> closing;

	/**
	 * Creates a channel without connections.
	 * @param settings where the app is
	 * @param loops where connections live
	 */
	public HttpAppChannel(HttpAppSettings settings, LoopResources loops) {
		HttpLimits limits = settings.limits();
		if (settings.dialect() == HttpDialect.H2C) {
			HttpConnections connections = HttpConnections.toOne("app", HttpDialect.H2C, limits, loops);
			this.app = new HttpCallee(connections.client(), limits, settings.origin(), "");
			this.closing = connections::close;
		}
		else {
			Http1Pool pool = new Http1Pool(settings.origin(), limits, loops);
			this.app = new HttpCallee(pool, limits, settings.origin());
			this.closing = pool::close;
		}
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
		return this.closing.get();
	}

}
