package dev.daprinvoke.policy.resiliency;

import java.time.Duration;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.RetriesExhaustedException;
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
		return RepeatableCalls.by(next, (request, attempt) -> after(0, request, attempt));
	}

	private Mono<InvokeResponse> after(int retries, InvokeRequest request, Mono<InvokeResponse> attempt) {
		return attempt.onErrorResume(PeerException.class, (failure) -> {
			if (!failure.isConnectionFailure()) {
				return Mono.error(failure);
			}
			if (retries == RETRIES) {
				return Mono.error(new RetriesExhaustedException(id(request), RETRIES, failure));
			}
			return Mono.delay(INTERVAL, this.timer).then(after(retries + 1, request, attempt));
		});
	}

	private static String id(InvokeRequest request) {
		return (request.target() instanceof AppTarget app) ? app.id().value() : request.target().text();
	}

}
