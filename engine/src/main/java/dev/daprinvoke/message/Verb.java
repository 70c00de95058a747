package dev.daprinvoke.message;

import java.util.Locale;

/**
 * The HTTP verbs that Dapr's messages can carry, in the order of their numbers on the
 * wire (contract section 2.2, {@code HTTPExtension.Verb}).
 */
public enum Verb {

	NONE, GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH;

	private static final Verb[] BY_NUMBER = values();

	/**
	 * Finds the verb of an HTTP request. Real Dapr silently turns unknown verbs into POST
	 * (contract section 1.5).
	 * @param method an HTTP method in any letter case
	 * @return the verb, {@link #POST} if there is no such verb
	 */
	public static Verb ofHttp(String method) {
		return switch (method) {
			case "GET" -> GET;
			case "POST" -> POST;
			default -> find(method.toUpperCase(Locale.ROOT));
		};
	}

	private static Verb find(String method) {
		for (Verb verb : BY_NUMBER) {
			if (verb != NONE && verb.name().equals(method)) {
				return verb;
			}
		}
		return POST;
	}

	/**
	 * Finds a verb by its number on the wire.
	 * @param number the number
	 * @return the verb, {@link #NONE} for a number this version does not know
	 */
	public static Verb ofNumber(int number) {
		return (number >= 0 && number < BY_NUMBER.length) ? BY_NUMBER[number] : NONE;
	}

	/**
	 * Whether a request of this verb without a known length usually has no body: then an
	 * empty body is sent without any framing, while other verbs announce a chunked one
	 * (what Go's HTTP client does, and apps see, contract section 1.6).
	 * @return whether an empty body stays unannounced
	 */
	public boolean usuallyLacksBody() {
		return this == GET || this == HEAD || this == DELETE || this == OPTIONS;
	}

}
