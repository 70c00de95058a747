package dev.daprinvoke.resource;

import org.jspecify.annotations.Nullable;

/**
 * What operators wrote keeps the sidecar from starting. The message is two sentences:
 * what is wrong and where, then what to do.
 */
public final class ResourceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ResourceException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
