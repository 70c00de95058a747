package dev.daprinvoke.transport.app;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.NoAppChannelException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.policy.access.Permit;

/**
 * The way from a sidecar to its own app.
 */
public interface AppChannel {

	/**
	 * Calls the app.
	 * @param permit the proof that it may be called; its method is the one called
	 * @param request the call; its body is consumed
	 * @return the app's answer, errors included, or an
	 * {@link dev.daprinvoke.error.AppCallException}
	 */
	Mono<InvokeResponse> invoke(Permit permit, InvokeRequest request);

	/**
	 * Puts layers around every call to the app.
	 * @param layers the layers in request order
	 * @return the layered channel; this one if there are no layers
	 */
	default AppChannel within(List<InvokerLayer> layers) {
		if (layers.isEmpty()) {
			return this;
		}
		List<InvokerLayer> fixed = List.copyOf(layers);
		return (permit, request) -> InvokerLayer.stack(fixed, (inner) -> invoke(permit, inner)).invoke(request);
	}

	/**
	 * The channel of a sidecar that was started without an app port.
	 * @return a channel that fails every call
	 */
	static AppChannel none() {
		return (permit, request) -> {
			request.body().discard();
			return Mono.error(new NoAppChannelException());
		};
	}

}
