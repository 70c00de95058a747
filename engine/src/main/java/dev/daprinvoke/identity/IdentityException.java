package dev.daprinvoke.identity;

import org.jspecify.annotations.Nullable;

/**
 * A certificate, a key or a token that cannot be used. The message names it, what was
 * expected and where it came from.
 */
public final class IdentityException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the failure.
	 * @param message what cannot be used, and why
	 * @param cause what showed it, or {@code null}
	 */
	public IdentityException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
