package dev.daprinvoke.error;

/**
 * Where on its way a call through a sidecar failed.
 */
public enum FailureStage {

	/** The own sidecar did not let the call go. */
	CALLER_SIDECAR,

	/** Name resolution did not find the app. */
	RESOLVER,

	/** A policy or a token refused the call. */
	POLICY,

	/** The called app's sidecar had no answer of its app. */
	CALLEE_SIDECAR,

	/** Nobody took the call: neither the own sidecar nor that of the called app. */
	NOT_REACHABLE,

	/** There was no answer in time. */
	TIMEOUT,

	/** The connection broke off before the answer was complete. */
	BROKEN_OFF

}
