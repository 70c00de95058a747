package dev.daprinvoke.invoke;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.InvokeTarget;

/**
 * Counts calls between sidecars, at both ends, and to the own app, and the probes of its
 * health (platform contract, section 5.2).
 */
public final class CallMeters {

	private static final int NO_ANSWER = 500;

	private final InvocationMeters meters;

	/**
	 * Creates the layers' maker.
	 * @param meters where to count
	 */
	public CallMeters(InvocationMeters meters) {
		this.meters = meters;
	}

	/**
	 * Counts calls to other sidecars.
	 * @return the layer
	 */
	public InvokerLayer outbound() {
		return outbound(false);
	}

	/**
	 * Counts proxied calls to other sidecars.
	 * @return the layer
	 */
	public InvokerLayer outboundProxy() {
		return outbound(true);
	}

	private InvokerLayer outbound(boolean proxied) {
		return (next) -> (request) -> {
			String target = id(request.target());
			long start = System.nanoTime();
			this.meters.requestSent(target, proxied);
			return new NotedCall(next.invoke(request),
					(response) -> this.meters.responseReceived(target, response.status(), proxied,
							System.nanoTime() - start),
					(failure) -> this.meters.responseReceived(target, failure.apiStatus(), proxied,
							System.nanoTime() - start));
		};
	}

	/**
	 * Counts calls from other sidecars.
	 * @return the layer
	 */
	public InvokerLayer inbound() {
		return (next) -> (request) -> count(next, request);
	}

	private Mono<InvokeResponse> count(Invoker next, InvokeRequest request) {
		String caller = request.headers().first(Identity.CALLER);
		this.meters.requestReceived(caller);
		return new NotedCall(next.invoke(request), (response) -> this.meters.responseSent(caller, response.status()),
				(failure) -> this.meters.responseSent(caller, failure.code().ordinal()));
	}

	/**
	 * Counts calls to the own app, from its head's way out to the end of the answer.
	 * @return the layer
	 */
	public InvokerLayer ownApp() {
		return (next) -> (request) -> new AppCallCount(this.meters, next, request);
	}

	/**
	 * Counts probes of the own app's health.
	 * @param probe asks once for a status; no answer, or none in time, counts as 500
	 * @return whether the status means health, which any 2xx does; or the failure
	 */
	public Mono<Boolean> health(Mono<Integer> probe) {
		return Mono.defer(() -> {
			long start = System.nanoTime();
			return probe.doOnNext((status) -> this.meters.probed(status, System.nanoTime() - start))
				.doOnError((failure) -> this.meters.probed(NO_ANSWER, System.nanoTime() - start))
				.doOnCancel(() -> this.meters.probed(NO_ANSWER, System.nanoTime() - start))
				.map((status) -> status / 100 == 2);
		});
	}

	private static String id(InvokeTarget target) {
		return (target instanceof AppTarget app) ? app.id().value() : target.text();
	}

}
