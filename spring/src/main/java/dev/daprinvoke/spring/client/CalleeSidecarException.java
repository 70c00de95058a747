package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * The called app's sidecar was reached, but had no answer of its app: the app is not
 * there, is not healthy, or broke the connection off.
 */
public final class CalleeSidecarException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public CalleeSidecarException(FailedCall call, String message, @Nullable Throwable cause) {
		super(FailureSource.CALLEE_SIDECAR, call, message, cause);
	}

}
