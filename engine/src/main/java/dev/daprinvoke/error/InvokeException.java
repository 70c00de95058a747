package dev.daprinvoke.error;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;

/**
 * A call failed before the app could answer. Each reason is a type with its data; the
 * texts are part of the wire, since clients of Dapr match on them. Instances have no
 * stack trace: they are expected answers.
 */
public abstract sealed class InvokeException extends RuntimeException permits AccessDeniedException, AppCallException,
		BodyMemoryException, BodyTooLargeException, InvalidHopRequestException, InvalidMethodException,
		InvalidTargetException, NoAppChannelException, PeerException, PeerProtocolException, RetriesExhaustedException,
		SidecarException, TooManyCallsException, UnresolvedException {

	private static final long serialVersionUID = 1L;

	InvokeException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

	/**
	 * The text behind {@code failed to invoke, id: …, err: } at the sidecar that took the
	 * call (contract section 1.7).
	 */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

	/**
	 * The code with which this sidecar answers another one for this failure.
	 * @return the gRPC status code
	 */
	public abstract StatusCode code();

	/**
	 * The text with which this sidecar answers another one for this failure.
	 * @return the gRPC status message
	 */
	public String description() {
		return getMessage();
	}

	/**
	 * The HTTP status with which the API answers: 403 if access was denied, else 500
	 * (contract section 1.7).
	 * @return an HTTP status
	 */
	public int apiStatus() {
		return (code() == StatusCode.PERMISSION_DENIED) ? 403 : 500;
	}

}
