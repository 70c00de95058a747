package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * The own sidecar did not let the call go: it is malformed, too large, or the sidecar is
 * not ready.
 */
public final class CallerSidecarException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public CallerSidecarException(FailedCall call, String message, @Nullable Throwable cause) {
		super(FailureSource.CALLER_SIDECAR, call, message, cause);
	}

}
