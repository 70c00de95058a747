package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * Another sidecar's call lacks what every call must have (contract section 2.3).
 */
public final class InvalidHopRequestException extends InvokeException {

	private static final long serialVersionUID = 1L;

	private final StatusCode code;

	private InvalidHopRequestException(StatusCode code, String description) {
		super(description, null);
		this.code = code;
	}

	/**
	 * The first frame has no metadata or no message.
	 * @return the failure
	 */
	public static InvalidHopRequestException missingFields() {
		return new InvalidHopRequestException(StatusCode.INVALID_ARGUMENT,
				"parsing InternalInvokeRequest error: request does not contain the required fields in the leading chunk");
	}

	/**
	 * The call ended before its first frame.
	 * @return the failure
	 */
	public static InvalidHopRequestException noFrames() {
		return new InvalidHopRequestException(StatusCode.UNKNOWN, "EOF");
	}

	@Override
	public StatusCode code() {
		return this.code;
	}

}
