package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.nio.channels.NotYetConnectedException;

import reactor.netty.channel.AbortedException;

/**
 * The one rule by which a request whose connection ended goes out again on another one:
 * only if a connection that had served before, and so has not ended because of this
 * request, took nothing of it. What a server may have read is never sent twice, as real
 * Dapr does not (fixtures client-view/err-app-closes, hop-response/app-closes).
 */
final class Resending {

	private static final String BEFORE_SEND = String.valueOf(AbortedException.beforeSend().getMessage());

	private Resending() {
	}

	/**
	 * Decides about a request whose body is still complete. Netty may take an event of a
	 * closed connection for one of its successor, which is not connected yet.
	 * @param used its connection
	 * @param error how its connection ended
	 * @return whether to send it again
	 */
	static boolean isRight(AnswerCodec used, Throwable error) {
		if (error instanceof NotYetConnectedException) {
			return used.isUnsent();
		}
		boolean end = error instanceof IOException || error instanceof AbortedException;
		return end && used.isReused() && used.isUnsent();
	}

	/**
	 * Decides about a request for an HTTP/2 connection, which calls share: whether it had
	 * served before says nothing.
	 * @param error how the connection ended
	 * @return whether nothing of the request got out
	 */
	static boolean isUnsent(Throwable error) {
		return error instanceof NotYetConnectedException
				|| error instanceof AbortedException && BEFORE_SEND.equals(error.getMessage());
	}

}
