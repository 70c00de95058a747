package dev.daprinvoke.transport.app;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;

/**
 * Keeps calls from an app that is not healthy (contract sections 1.7 and 4).
 */
public final class HealthGate implements InvokerLayer {

	private final AppHealth health;

	/**
	 * Creates the layer.
	 * @param health the app's state
	 */
	public HealthGate(AppHealth health) {
		this.health = health;
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> this.health.isHealthy() ? next.invoke(request) : refuse(request);
	}

	private static Mono<InvokeResponse> refuse(InvokeRequest request) {
		return Mono.defer(() -> {
			request.body().discard();
			return Mono
				.error(new AppCallException(StatusCode.INTERNAL.rpcError("app is not in a healthy state"), null));
		});
	}

}
