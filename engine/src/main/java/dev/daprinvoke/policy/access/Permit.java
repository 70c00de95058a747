package dev.daprinvoke.policy.access;

import dev.daprinvoke.target.MethodPath;

/**
 * The proof that a call may reach the app. Only {@link AccessGate} makes one.
 */
public final class Permit {

	/** On whose behalf the app is called. */
	public enum Mode {

		/** Another sidecar's call, admitted by the access policy. */
		PEER,

		/** The app's own call to itself. */
		SELF,

		/** The sidecar's own question to its app. */
		SIDECAR

	}

	private final Mode mode;

	private final Decision decision;

	private final MethodPath method;

	Permit(Mode mode, Decision decision, MethodPath method) {
		this.mode = mode;
		this.decision = decision;
		this.method = method;
	}

	public Mode mode() {
		return this.mode;
	}

	public Decision decision() {
		return this.decision;
	}

	/**
	 * The method that was decided on, and the only one that may be dispatched.
	 * @return the method
	 */
	public MethodPath method() {
		return this.method;
	}

}
