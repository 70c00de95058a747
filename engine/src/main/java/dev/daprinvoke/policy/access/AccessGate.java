package dev.daprinvoke.policy.access;

import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.message.InvokeRequest;

/**
 * The one place where a policy's decision becomes the permit without which no app channel
 * dispatches a call.
 */
public final class AccessGate {

	private final AccessPolicy policy;

	/**
	 * Creates a gate.
	 * @param policy who may pass
	 */
	public AccessGate(AccessPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Lets a call from another sidecar pass, or not.
	 * @param request the call
	 * @return the permit for exactly this call's method
	 * @throws AccessDeniedException if the policy denies it
	 */
	public Permit admit(InvokeRequest request) {
		Decision decision = this.policy.decide(request);
		if (!decision.allowed()) {
			throw new AccessDeniedException("", request.method().value(), String.valueOf(request.verb()));
		}
		return new Permit(Permit.Mode.PEER, decision, request.method());
	}

	/**
	 * Lets an app call itself through its own sidecar: such calls skip access control
	 * (contract section 1.8).
	 * @param request the call
	 * @return the permit
	 */
	public static Permit self(InvokeRequest request) {
		return new Permit(Permit.Mode.SELF, new Decision(true, "an app may call itself"), request.method());
	}

	/**
	 * Lets the sidecar ask its app something on its own behalf (contract section 4,
	 * start-up order).
	 * @param request the question
	 * @return the permit
	 */
	public static Permit sidecar(InvokeRequest request) {
		return new Permit(Permit.Mode.SIDECAR, new Decision(true, "a sidecar may ask its app"), request.method());
	}

}
