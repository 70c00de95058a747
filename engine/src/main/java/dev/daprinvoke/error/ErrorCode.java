package dev.daprinvoke.error;

/**
 * The codes in the JSON error bodies of the HTTP API.
 */
public enum ErrorCode {

	/** Every failed invocation (contract section 1.7). */
	ERR_DIRECT_INVOKE,

	/** {@code /v1.0/healthz} before the sidecar is ready (contract section 5.1). */
	ERR_HEALTH_NOT_READY,

	/** {@code /v1.0/healthz} asked for another app (contract section 5.1). */
	ERR_HEALTH_APPID_NOT_MATCH,

	/**
	 * {@code /v1.0/healthz/outbound} before calls can be made (contract section 5.1).
	 */
	ERR_OUTBOUND_HEALTH_NOT_READY

}
