package dev.daprinvoke.resolve.mdns;

import org.jspecify.annotations.Nullable;

/**
 * Multicast DNS cannot be used on this host. The message is meant for the operator: what
 * happened, and what to do.
 */
public final class MdnsUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MdnsUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
