package dev.daprinvoke.sidecar.flags;

import org.jspecify.annotations.Nullable;

/**
 * Why the sidecar does not start: two sentences, or the contract's own text where clients
 * match on it. The process ends with exit code 1.
 */
public final class StartupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the reason.
	 * @param message what happened with the concrete value and its origin, then what to
	 * do
	 */
	public StartupException(String message) {
		super(message);
	}

	/**
	 * Creates the reason with what lies behind it.
	 * @param message what happened with the concrete value and its origin, then what to
	 * do
	 * @param cause what lies behind it, may be null
	 */
	public StartupException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
