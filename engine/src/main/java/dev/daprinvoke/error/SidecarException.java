package dev.daprinvoke.error;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.StatusCode;

/**
 * A call through a sidecar failed before the app's answer was complete: the sidecar said
 * so, or was not there.
 */
public final class SidecarException extends InvokeException {

	private static final long serialVersionUID = 1L;

	private final FailureStage stage;

	private final int status;

	private final transient byte[] body;

	/**
	 * Creates the exception.
	 * @param stage where the call failed
	 * @param status the HTTP status with which the sidecar answered, or 0
	 * @param body the body with which the sidecar answered, possibly empty; not copied
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public SidecarException(FailureStage stage, int status, byte[] body, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.stage = stage;
		this.status = status;
		this.body = body;
	}

	/**
	 * A failure to which no sidecar has answered.
	 * @param stage where the call failed
	 * @param message what happened
	 * @param cause why, or {@code null}
	 * @return the exception
	 */
	public static SidecarException unanswered(FailureStage stage, String message, @Nullable Throwable cause) {
		return new SidecarException(stage, 0, new byte[0], message, cause);
	}

	/**
	 * Where the call failed.
	 * @return the stage
	 */
	public FailureStage stage() {
		return this.stage;
	}

	/**
	 * The HTTP status with which the sidecar answered.
	 * @return the status, or 0 if it did not
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The body with which the sidecar answered.
	 * @return the bytes, not a copy, possibly none
	 */
	public byte[] body() {
		return this.body;
	}

	@Override
	public StatusCode code() {
		return switch (this.stage) {
			case CALLER_SIDECAR, RESOLVER, CALLEE_SIDECAR, BROKEN_OFF -> StatusCode.INTERNAL;
			case POLICY -> StatusCode.PERMISSION_DENIED;
			case NOT_REACHABLE -> StatusCode.UNAVAILABLE;
			case TIMEOUT -> StatusCode.DEADLINE_EXCEEDED;
		};
	}

}
