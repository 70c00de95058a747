package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;

/**
 * The sidecar was not ready in time.
 */
final class SidecarUnreadyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SidecarUnreadyException(String reason, Duration waited) {
		super("The sidecar was not ready within " + waited.toMillis() + " ms (dapr.invoke.wait-for-sidecar): " + reason
				+ ".");
	}

}
