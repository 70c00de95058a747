package dev.daprinvoke.transport.app;

import java.io.IOException;

import reactor.netty.channel.AbortedException;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;

/**
 * The one rule by which a request whose connection ended goes out again on another one:
 * that of Go's HTTP client, by which a server never gets twice what it may have acted on.
 * Only a connection that had served before can have ended for no reason of this request;
 * and then either nothing of the request got out, or it is one that may be repeated and
 * nothing of an answer came.
 */
final class Resending {

	private static final String BEFORE_SEND = String.valueOf(AbortedException.beforeSend().getMessage());

	private Resending() {
	}

	/**
	 * Decides about a request whose body is still complete.
	 * @param verb its verb
	 * @param request the request
	 * @param used its connection
	 * @param error how its connection ended
	 * @return whether to send it again
	 */
	static boolean isRight(Verb verb, InvokeRequest request, AnswerCodec used, Throwable error) {
		if (!used.isReused() || !isEnd(error)) {
			return false;
		}
		return used.isUnsent() || (used.isUnanswered() && isRepeatable(verb, request));
	}

	/**
	 * Decides about a request for an HTTP/2 connection, which calls share: whether it had
	 * served before says nothing.
	 * @param error how the connection ended
	 * @return whether nothing of the request got out
	 */
	static boolean isUnsent(Throwable error) {
		return error instanceof AbortedException && BEFORE_SEND.equals(error.getMessage());
	}

	private static boolean isEnd(Throwable error) {
		return error instanceof IOException || error instanceof AbortedException;
	}

	private static boolean isRepeatable(Verb verb, InvokeRequest request) {
		if (!(request.body() instanceof InvokeBody.Whole)) {
			return false;
		}
		return switch (verb) {
			case GET, HEAD, OPTIONS, TRACE -> true;
			default -> request.headers().contains("Idempotency-Key") || request.headers().contains("X-Idempotency-Key");
		};
	}

}
