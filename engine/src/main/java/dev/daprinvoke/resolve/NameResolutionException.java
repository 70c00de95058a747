package dev.daprinvoke.resolve;

import org.jspecify.annotations.Nullable;

/**
 * An app could not be found. Callers see the message behind {@code failed to invoke}, so
 * it is the text that real Dapr's resolver of the same kind gives. It has no stack trace:
 * it is an expected answer.
 */
public final class NameResolutionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public NameResolutionException(String message) {
		this(message, null);
	}

	public NameResolutionException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

}
