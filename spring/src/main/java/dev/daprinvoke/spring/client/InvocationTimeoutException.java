package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * There was no answer in time; whether the app has done its part is unknown.
 */
public final class InvocationTimeoutException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public InvocationTimeoutException(FailedCall call, String message, @Nullable Throwable cause) {
		super(FailureSource.TIMEOUT, call, message, cause);
	}

}
