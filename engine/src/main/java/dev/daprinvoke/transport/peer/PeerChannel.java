package dev.daprinvoke.transport.peer;

import reactor.core.publisher.Mono;

import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.resolve.Endpoint;

/**
 * The way to other sidecars.
 */
public interface PeerChannel {

	/**
	 * Calls an app through its sidecar.
	 * @param endpoint the sidecar's internal address
	 * @param request the call; its body is consumed, except that the bytes of a
	 * {@code Streaming} body stay untouched if the sidecar could not be connected to
	 * @return the app's answer, or a {@link dev.daprinvoke.error.PeerException} or
	 * {@link dev.daprinvoke.error.PeerProtocolException}; cancelling it or the answer's
	 * body cancels the call
	 */
	Mono<InvokeResponse> call(Endpoint endpoint, InvokeRequest request);

}
