package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * No app of this id is known to name resolution.
 */
public final class AppNotFoundException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public AppNotFoundException(FailedCall call, String message, @Nullable Throwable cause) {
		super(FailureSource.RESOLVER, call, message, cause);
	}

}
