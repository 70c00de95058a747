package dev.daprinvoke.message;

/**
 * Server-sent events, which have rules of their own wherever they pass: a call is about
 * them if its {@code Accept} says nothing else (contract section 1.9).
 */
public final class EventStream {

	/** Their content type. */
	public static final String TYPE = "text/event-stream";

	private EventStream() {
	}

	/**
	 * Whether a call asks for events. Real Dapr's receiver wants the header's name in
	 * canonical case, here any will do.
	 * @param request the headers of the call
	 * @return whether its answer is a stream of events
	 */
	public static boolean isAskedFor(InvokeHeaders request) {
		String accept = request.first("accept");
		return accept != null && accept.strip().equalsIgnoreCase(TYPE);
	}

}
