package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * Nobody was reached: the own sidecar does not run, or the called app's sidecar does not
 * answer. With status 503 it was the own sidecar, and the app has not seen the call.
 */
public final class NotReachableException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public NotReachableException(FailedCall call, String message, @Nullable Throwable cause) {
		super(FailureSource.NOT_REACHABLE, call, message, cause);
	}

}
