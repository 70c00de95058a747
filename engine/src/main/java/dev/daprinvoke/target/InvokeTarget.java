package dev.daprinvoke.target;

/**
 * Whom a call is meant for.
 */
public sealed interface InvokeTarget permits AppTarget, UrlTarget {

	/**
	 * The target as the caller wrote it; error messages quote it unchanged.
	 * @return the text, never empty
	 */
	String text();

	/**
	 * Understands a target's text: {@code http://…} and {@code https://…} are URLs, all
	 * else is {@code id} or {@code id.namespace} (contract section 1.8).
	 * @param text the target as the caller wrote it
	 * @param own the namespace of an app written without one
	 * @return the target
	 * @throws IllegalArgumentException if the text is empty or has more than one dot; the
	 * message is the one real Dapr answers
	 */
	static InvokeTarget parse(String text, Namespace own) {
		if (text.startsWith("http://") || text.startsWith("https://")) {
			return new UrlTarget(text);
		}
		return AppTarget.parse(text, own);
	}

}
