package dev.daprinvoke.policy.resiliency;

import java.util.function.BiFunction;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * Calls that can be made more than once, since their bodies can be sent again.
 */
final class RepeatableCalls {

	private RepeatableCalls() {
	}

	/**
	 * Makes an invoker that repeats such calls, and makes those with streamed bodies
	 * once.
	 * @param next makes each attempt
	 * @param repeated makes of the request, and of an attempt at each subscription, the
	 * whole call; the body is discarded when that ends
	 * @return the invoker
	 */
	static Invoker by(Invoker next, BiFunction<InvokeRequest, Mono<InvokeResponse>, Mono<InvokeResponse>> repeated) {
		return (request) -> request.body()
			.match((whole) -> all(next, request, whole, repeated),
					(replayable) -> all(next, request, replayable, repeated), (streaming) -> next.invoke(request));
	}

	private static Mono<InvokeResponse> all(Invoker next, InvokeRequest request, InvokeBody.Repeatable body,
			BiFunction<InvokeRequest, Mono<InvokeResponse>, Mono<InvokeResponse>> repeated) {
		Mono<InvokeResponse> attempt = Mono.defer(() -> next.invoke(request.withBody(body.again())));
		return body.discardAfter(repeated.apply(request, attempt));
	}

}
