package dev.daprinvoke.spring.client;

/**
 * Where on its way a call failed.
 */
public enum FailureSource {

	/** The app answered, with a status of 400 or above. */
	APP,

	/** The called app's sidecar had no answer of its app. */
	CALLEE_SIDECAR,

	/** The own sidecar did not let the call go. */
	CALLER_SIDECAR,

	/** No app of this id is known. */
	RESOLVER,

	/** A policy does not allow the call, or a token is missing or wrong. */
	POLICY,

	/** Nobody listens: at the own sidecar, or at the sidecar of the called app. */
	NOT_REACHABLE,

	/** There was no answer in time. */
	TIMEOUT,

	/** The connection broke off before the answer was complete. */
	BROKEN_OFF,

	/**
	 * The body of the answer is not what was expected, or that of the request cannot be
	 * written.
	 */
	CONVERSION

}
