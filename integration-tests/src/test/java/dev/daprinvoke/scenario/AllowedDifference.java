package dev.daprinvoke.scenario;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/**
 * How a header may differ between a call through sidecars and one without them, with the
 * place that says so (contract, invocation.md).
 *
 * @param side on which message
 * @param name the header
 * @param change what becomes of it
 * @param when for which calls
 * @param citation where it is written
 */
record AllowedDifference(Side side, String name, Change change, BiPredicate<MatrixCase, Matrix.Way> when,
		String citation) {

	/**
	 * A message of a call.
	 */
	enum Side {

		/** As the app sees it. */
		REQUEST,

		/** As the client sees it. */
		ANSWER

	}

	/**
	 * What becomes of a header.
	 */
	enum Change {

		ADDED, REMOVED, REPLACED;

		boolean explains(List<String> direct, List<String> through) {
			return switch (this) {
				case ADDED -> direct.isEmpty() && through.size() == 1;
				case REMOVED -> !direct.isEmpty() && through.isEmpty();
				case REPLACED -> direct.size() == 1 && through.size() == 1;
			};
		}

	}

	private static final BiPredicate<MatrixCase, Matrix.Way> ALWAYS = (call, way) -> true;

	private static final BiPredicate<MatrixCase, Matrix.Way> TO_APP = (call, way) -> way.isToApp();

	private static final BiPredicate<MatrixCase, Matrix.Way> REMOTE = (call, way) -> way.isRemote();

	/** No length declared: chunked. */
	private static final BiPredicate<MatrixCase, Matrix.Way> NO_LENGTH = (call,
			way) -> call.content() == MatrixCase.Content.NONE || call.content() == MatrixCase.Content.EMPTY;

	/** Outside 200 to 399, and the request not streaming: sent with its length. */
	private static final BiPredicate<MatrixCase, Matrix.Way> BUFFERED = (call, way) -> call.status() >= 400
			&& !call.isStreaming() && !call.isBodiless() && call.answerContent().bytes().length <= 1 << 20;

	private static final BiPredicate<MatrixCase, Matrix.Way> HEAD = (call, way) -> call.verb().equals("HEAD");

	/** Also errors too large to be buffered (docs/compatibility.md). */
	private static final BiPredicate<MatrixCase, Matrix.Way> STREAMED = BUFFERED.negate();

	/** The whole table; what is not in it must be equal. */
	static final List<AllowedDifference> ALL = List.of(
			request("host", Change.REPLACED, ALWAYS, "1.6: host is not forwarded, the app sees the channel address"),
			request("connection", Change.REMOVED, ALWAYS, "1.6: hop-by-hop"),
			request("te", Change.REMOVED, ALWAYS, "1.6: hop-by-hop"),
			request("x-hop", Change.REMOVED, ALWAYS, "1.6: named in Connection"),
			request("x-data-bin", Change.REMOVED, ALWAYS, "1.6: names ending -bin are dropped towards HTTP"),
			request("dapr-app-id", Change.REMOVED, ALWAYS, "1.3: the header is removed before forwarding"),
			request("dapr-caller-app-id", Change.ADDED, TO_APP,
					"1.6: added for remote and for self invocation, not for URLs"),
			request("dapr-callee-app-id", Change.ADDED, TO_APP,
					"1.6: added for remote and for self invocation, not for URLs"),
			request("dapr-caller-namespace", Change.ADDED, TO_APP,
					"1.6: added for remote and for self invocation, not for URLs"),
			request("x-forwarded-for", Change.ADDED, REMOTE, "1.6: remote invocations only"),
			request("x-forwarded-host", Change.ADDED, REMOTE, "1.6: remote invocations only"),
			request("forwarded", Change.ADDED, REMOTE, "1.6: remote invocations only"),
			request("traceparent", Change.ADDED, ALWAYS, "1.6: the sidecar's span"),
			request("content-length", Change.ADDED, NO_LENGTH, "1.6: without a body there is nothing to declare"),
			request("content-length", Change.REMOVED, NO_LENGTH, "1.6: a 0 length POST reaches the app chunked"),
			request("transfer-encoding", Change.ADDED, NO_LENGTH, "1.6: a 0 length POST reaches the app chunked"),
			answer("connection", Change.REMOVED, ALWAYS, "1.6: hop-by-hop, same conversion"),
			answer("keep-alive", Change.REMOVED, ALWAYS, "1.6: hop-by-hop, same conversion"),
			answer("x-app-hop", Change.REMOVED, ALWAYS, "1.6: named in Connection, same conversion"),
			answer("x-data-bin", Change.REMOVED, ALWAYS, "1.6: names ending -bin are dropped in both directions"),
			answer("traceparent", Change.ADDED, ALWAYS, "1.6: the tracing middleware adds the span's"),
			answer("transfer-encoding", Change.REMOVED, HEAD, "1.5: HEAD has headers, and no body to frame"),
			answer("content-length", Change.REMOVED, STREAMED, "1.6: the app's length is never forwarded"),
			answer("transfer-encoding", Change.ADDED, STREAMED, "1.6: streamed, chunked, never Content-Length"),
			answer("content-length", Change.ADDED, BUFFERED, "1.6: buffered and sent with its length"),
			answer("transfer-encoding", Change.REMOVED, BUFFERED, "1.6: buffered and sent with its length"));

	private static AllowedDifference request(String name, Change change, BiPredicate<MatrixCase, Matrix.Way> when,
			String citation) {
		return new AllowedDifference(Side.REQUEST, name, change, when, citation);
	}

	private static AllowedDifference answer(String name, Change change, BiPredicate<MatrixCase, Matrix.Way> when,
			String citation) {
		return new AllowedDifference(Side.ANSWER, name, change, when, citation);
	}

	/**
	 * Whether the table allows a difference.
	 * @param side on which message
	 * @param name the header in lower case
	 * @param direct its values without sidecars
	 * @param through its values through them
	 * @param call the call
	 * @param way its way
	 * @return whether some row does
	 */
	static boolean isAllowed(Side side, String name, List<String> direct, List<String> through, MatrixCase call,
			Matrix.Way way) {
		return ALL.stream()
			.anyMatch((row) -> row.side == side && row.name.equals(name.toLowerCase(Locale.ROOT))
					&& row.change.explains(direct, through) && row.when.test(call, way));
	}

}
