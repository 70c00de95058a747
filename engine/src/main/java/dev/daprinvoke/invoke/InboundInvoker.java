package dev.daprinvoke.invoke;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.transport.app.AppChannel;

/**
 * The way of another sidecar's call to the own app: who calls → layers → access control →
 * app channel.
 * <p>
 * Called on event loops; never blocks. The returned {@code Mono} is cold, fails with an
 * {@link InvokeException} only, and hands over the response's body; the request's body is
 * consumed whatever the outcome. Cancelling gives up the call.
 */
public final class InboundInvoker implements Invoker {

	private final AccessGate gate;

	private final AppChannel ownApp;

	private final Invoker layered;

	/**
	 * Creates an invoker.
	 * @param gate who may call
	 * @param ownApp the way to the own app
	 * @param layers what surrounds every call, denied ones included, in request order
	 */
	public InboundInvoker(AccessGate gate, AppChannel ownApp, List<InvokerLayer> layers) {
		this.gate = gate;
		this.ownApp = ownApp;
		this.layered = InvokerLayer.stack(layers, this::admitted);
	}

	@Override
	public Mono<InvokeResponse> invoke(InvokeRequest request) {
		return Mono.defer(() -> {
			Identity.vouch(request.headers(), request.caller());
			return this.layered.invoke(request);
		});
	}

	/** Access control: only with the gate's permit does the app channel call the app. */
	private Mono<InvokeResponse> admitted(InvokeRequest request) {
		return Mono.defer(() -> {
			Permit permit;
			try {
				permit = this.gate.admit(request, request.caller());
			}
			catch (RuntimeException ex) {
				request.body().discard();
				return Mono.error(ex);
			}
			return this.ownApp.invoke(permit, request);
		});
	}

}
