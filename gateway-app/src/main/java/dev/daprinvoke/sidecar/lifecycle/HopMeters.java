package dev.daprinvoke.sidecar.lifecycle;

import reactor.core.publisher.Mono;

import dev.daprinvoke.message.ReplayBudget;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.observe.GrpcMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

/**
 * Shows on the metrics port what the hop between sidecars does: unary calls under Dapr's
 * names, and the memory that kept bodies take under our own.
 */
final class HopMeters implements UnaryCallObserver {

	private final GrpcMeters calls;

	private final ReplayBudget replays = new ReplayBudget(ReplayBudget.DEFAULT_TOTAL);

	HopMeters(Meters meters, String appId) {
		this.calls = new GrpcMeters(meters, appId);
		meters.gauge("dapr_invoke_replay_bytes", "Bytes taken by request bodies that are kept for another attempt.",
				this.replays::used);
	}

	ReplayBudget replays() {
		return this.replays;
	}

	/**
	 * Counts probes of an app that speaks gRPC.
	 * @param probe asks once for a status; a failure counts as {@code Unavailable}, no
	 * answer in time as {@code DeadlineExceeded}
	 * @return whether the app is well; or the failure
	 */
	Mono<Boolean> health(Mono<StatusCode> probe) {
		return Mono.defer(() -> {
			long start = System.nanoTime();
			return probe.doOnNext((code) -> probed(code, start))
				.doOnError((failure) -> probed(StatusCode.UNAVAILABLE, start))
				.doOnCancel(() -> probed(StatusCode.DEADLINE_EXCEEDED, start))
				.map((code) -> code == StatusCode.OK);
		});
	}

	private void probed(StatusCode code, long start) {
		this.calls.probed(code.goName(), System.nanoTime() - start);
	}

	@Override
	public void served(String method, StatusCode status, long elapsedNanos, long bytesIn, long bytesOut) {
		this.calls.callServed(method, status.goName(), elapsedNanos);
		this.calls.unaryBytesServed(method, bytesIn, bytesOut);
	}

	@Override
	public void proxied(String method, StatusCode status, long elapsedNanos) {
		this.calls.callServed(method, status.goName(), elapsedNanos);
	}

	@Override
	public void made(String method, StatusCode status, long elapsedNanos) {
		this.calls.callMade(method, status.goName(), elapsedNanos);
	}

}
