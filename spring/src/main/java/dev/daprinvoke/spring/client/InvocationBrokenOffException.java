package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * The answer had begun and did not come to its end.
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
