package dev.daprinvoke.sentry.validate;

/**
 * Says why a workload is not certified. The message is told to it.
 */
public final class ClaimException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ClaimException(String message) {
		super(message);
	}

	ClaimException(String message, Throwable cause) {
		super(message, cause);
	}

}
