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

	/**
	 * The message of a unary call is no message of the hop.
	 * @return the failure, in the words of the Go library that clients of Dapr know
	 */
	public static InvalidHopRequestException unreadable() {
		return new InvalidHopRequestException(StatusCode.INTERNAL,
				"grpc: error unmarshalling request: proto: cannot parse invalid wire-format data");
	}

	@Override
	public StatusCode code() {
		return this.code;
	}

}
