package dev.daprinvoke.policy.access;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.SpiffeId;

/**
 * The one place where a policy's decision becomes the permit without which no app channel
 * dispatches a call.
 */
public final class AccessGate {

	private final AccessPolicy policy;

	private final AccessMode mode;

	private final AccessObserver observer;

	/**
	 * Creates a gate whose policy holds, and whose decisions nobody is told.
	 * @param policy who may pass
	 */
	public AccessGate(AccessPolicy policy) {
		this(policy, AccessMode.ENFORCE, AccessObserver.NONE);
	}

	/**
	 * Creates a gate.
	 * @param policy who may pass
	 * @param mode whether it holds
	 * @param observer told of every decision
	 */
	public AccessGate(AccessPolicy policy, AccessMode mode, AccessObserver observer) {
		this.policy = policy;
		this.mode = mode;
		this.observer = observer;
	}

	/**
	 * Lets a call from another sidecar pass, or not.
	 * @param request the call
	 * @param caller who calls, as its certificate says; {@code null} without mTLS
	 * @return the permit for exactly this call's method
	 * @throws AccessDeniedException if the policy denies it
	 */
	public Permit admit(InvokeRequest request, @Nullable SpiffeId caller) {
		return admit(request, caller, false);
	}

	/**
	 * Lets a call of the app's own gRPC service pass, or not.
	 * @param request the call
	 * @param caller who calls, as its certificate says; {@code null} without mTLS
	 * @return the permit for exactly this call's method
	 * @throws AccessDeniedException if the policy denies it
	 */
	public Permit admitProxied(InvokeRequest request, @Nullable SpiffeId caller) {
		return admit(request, caller, true);
	}

	private Permit admit(InvokeRequest request, @Nullable SpiffeId caller, boolean proxied) {
		String method = request.method().value();
		Verb verb = (request.verb() != null) ? request.verb() : Verb.NONE;
		AccessRequest asked = new AccessRequest(caller, method, verb, proxied);
		Decision decision = this.policy.decide(asked);
		String decoded = DecodedOperation.of(method);
		if (decision.allowed() && decoded != null) {
			asked = asked.withOperation(decoded);
			decision = this.policy.decide(asked);
		}
		this.observer.decided(asked, decision, this.mode);
		if (!decision.allowed() && this.mode == AccessMode.ENFORCE) {
			throw new AccessDeniedException((caller != null) ? caller.toString() : "", proxied ? "/" + method : method,
					verb.name());
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
