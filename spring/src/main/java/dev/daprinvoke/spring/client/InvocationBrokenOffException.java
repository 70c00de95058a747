package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * The connection broke off before the answer was complete; whether the app has done its
 * part is unknown.
 */
public final class InvocationBrokenOffException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public InvocationBrokenOffException(FailedCall call, String message, @Nullable Throwable cause) {
		super(FailureSource.BROKEN_OFF, call, message, cause);
	}

}
