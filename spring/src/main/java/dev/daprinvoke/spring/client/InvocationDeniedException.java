package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * A policy of the called app does not allow the call, or the sidecar asks for an API
 * token that is missing or wrong.
 */
public final class InvocationDeniedException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public InvocationDeniedException(FailedCall call, String message, @Nullable Throwable cause) {
		super(FailureSource.POLICY, call, message, cause);
	}

}
