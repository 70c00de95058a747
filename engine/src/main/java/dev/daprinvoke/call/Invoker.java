package dev.daprinvoke.call;

import reactor.core.publisher.Mono;

import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * Performs a call.
 * <p>
 * Called on event loops; must not block. The invoker takes the request's body: it
 * consumes it whatever the outcome, also when the returned {@code Mono} is cancelled. The
 * {@code Mono} is cold, is subscribed once, and fails with an
 * {@link dev.daprinvoke.error.InvokeException}; whoever subscribes takes the response's
 * body.
 */
@FunctionalInterface
public interface Invoker {

	/**
	 * Performs a call.
	 * @param request the call
	 * @return the app's answer, errors of the app included
	 */
	Mono<InvokeResponse> invoke(InvokeRequest request);

}
