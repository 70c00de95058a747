package dev.daprinvoke.policy.resiliency;

import java.time.Duration;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.RetriesExhaustedException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.target.AppTarget;

/**
 * Repeats calls to sidecars that are unavailable or do not know us, as Dapr does without
 * being asked: three times, a second apart, and only with bodies that can be sent again
 * (contract section 1.8).
 */
public final class BuiltInRetries implements InvokerLayer {

	private static final int RETRIES = 3;

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final Scheduler timer;

	/**
	 * Creates the layer.
	 * @param timer where pauses are waited for
	 */
	public BuiltInRetries(Scheduler timer) {
		this.timer = timer;
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> request.body()
			.match((whole) -> repeated(next, request, whole), (replayable) -> repeated(next, request, replayable),
					(streaming) -> next.invoke(request));
	}

	private Mono<InvokeResponse> repeated(Invoker next, InvokeRequest request, InvokeBody.Repeatable body) {
		return body.discardAfter(attempt(next, request, body, 0));
	}

	private Mono<InvokeResponse> attempt(Invoker next, InvokeRequest request, InvokeBody.Repeatable body,
			int retriesSoFar) {
		return Mono.defer(() -> next.invoke(request.withBody(body.again())))
			.onErrorResume(PeerException.class, (failure) -> {
				if (!failure.isConnectionFailure()) {
					return Mono.error(failure);
				}
				if (retriesSoFar == RETRIES) {
					return Mono.error(new RetriesExhaustedException(id(request), RETRIES, failure));
				}
				return Mono.delay(INTERVAL, this.timer).then(attempt(next, request, body, retriesSoFar + 1));
			});
	}

	private static String id(InvokeRequest request) {
		return (request.target() instanceof AppTarget app) ? app.id().value() : request.target().text();
	}

}
