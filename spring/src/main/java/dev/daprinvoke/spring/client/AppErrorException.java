package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * The app was called and answered with a status of 400 or above.
 */
public final class AppErrorException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public AppErrorException(FailedCall call, String message, @Nullable Throwable cause) {
		super(FailureSource.APP, call, message, cause);
	}

}
