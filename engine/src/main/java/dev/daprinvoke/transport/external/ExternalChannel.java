package dev.daprinvoke.transport.external;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.target.UrlTarget;

/**
 * The way from a sidecar to a server that is named by its URL.
 */
@FunctionalInterface
public interface ExternalChannel {

	/**
	 * Calls a server.
	 * @param target the server
	 * @param request the call; its body is consumed
	 * @return the server's answer, errors included, or an
	 * {@link dev.daprinvoke.error.InvokeException}
	 */
	Mono<InvokeResponse> invoke(UrlTarget target, InvokeRequest request);

	/**
	 * Puts layers around every call.
	 * @param layers the layers in request order
	 * @return the layered channel; this one if there are no layers
	 */
	default ExternalChannel within(List<InvokerLayer> layers) {
		if (layers.isEmpty()) {
			return this;
		}
		List<InvokerLayer> fixed = List.copyOf(layers);
		return (target, request) -> InvokerLayer.stack(fixed, (inner) -> invoke(target, inner)).invoke(request);
	}

}
