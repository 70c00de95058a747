package dev.daprinvoke.sidecar.edge;

import org.jspecify.annotations.Nullable;

/**
 * A route that somebody wrote cannot be used. The message names the route, where it was
 * written, and the value.
 */
final class RouteProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RouteProblemException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
