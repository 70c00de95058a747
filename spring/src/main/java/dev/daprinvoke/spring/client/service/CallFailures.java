package dev.daprinvoke.spring.client.service;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.spring.client.DaprInvocationException;

/**
 * Finds in what calls of declared clients end with the exception that tells where they
 * failed.
 */
final class CallFailures {

	private final ErrorBodies bodies;

	/**
	 * Creates the finder.
	 * @param bodies reads what was answered, as the client reads all else
	 */
	CallFailures(ErrorBodies bodies) {
		this.bodies = bodies;
	}

	/**
	 * Gives a failure its type.
	 * @param error what Spring's client ends with
	 * @param call the call
	 * @return the exception, or {@code null} if the call itself has not failed
	 */
	@Nullable DaprInvocationException of(Throwable error, ClientCall call) {
		DaprInvocationException failure = typed(error);
		if (failure == null) {
			failure = UnconvertedBody.failure(error, call);
		}
		if (failure != null) {
			this.bodies.readable(failure);
		}
		return failure;
	}

	// Spring wraps what fails while it reads a body.
	private static @Nullable DaprInvocationException typed(Throwable error) {
		Throwable each = error;
		for (int depth = 0; each != null && depth < 16; depth++) {
			if (each instanceof DaprInvocationException failure) {
				return failure;
			}
			each = isWrapper(each) ? each.getCause() : null;
		}
		return null;
	}

	// What an interceptor throws because of a call of its own is its own failure.
	private static boolean isWrapper(Throwable error) {
		String type = error.getClass().getName();
		return type.startsWith("org.springframework.") || type.startsWith("java.") || type.startsWith("tools.jackson.")
				|| type.startsWith("reactor.");
	}

}
