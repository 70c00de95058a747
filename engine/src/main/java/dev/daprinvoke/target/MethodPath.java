package dev.daprinvoke.target;

/**
 * The method of a call, normalised: what is decided on is what is dispatched (contract
 * section 1.4). It is a relative path without a leading slash, possibly empty, whose
 * percent escapes are literals.
 */
public final class MethodPath {

	/** The app's root. */
	public static final MethodPath ROOT = new MethodPath("");

	private final String value;

	private MethodPath(String value) {
		this.value = value;
	}

	/**
	 * Normalises a method.
	 * @param method the method as the caller wrote it, already percent-decoded if it came
	 * in a URL
	 * @return the normalised method
	 * @throws IllegalArgumentException if it holds {@code #}, {@code ?}, NUL or a control
	 * character; the message is the reason that real Dapr gives
	 */
	public static MethodPath of(String method) {
		rejectForbidden(method);
		rejectControl(method);
		String cleaned = CleanPath.of(method);
		while (cleaned.startsWith("../")) {
			cleaned = cleaned.substring(3);
		}
		if (cleaned.isEmpty() || cleaned.equals(".") || cleaned.equals("..")) {
			return ROOT;
		}
		return new MethodPath(cleaned.startsWith("/") ? cleaned.substring(1) : cleaned);
	}

	private static void rejectForbidden(String method) {
		for (int i = 0; i < method.length(); i++) {
			char c = method.charAt(i);
			if (c == '#' || c == '?' || c == 0) {
				throw new IllegalArgumentException("method contains forbidden character: " + GoQuoted.of(method));
			}
		}
	}

	private static void rejectControl(String method) {
		for (int i = 0; i < method.length(); i++) {
			char c = method.charAt(i);
			if (c < 0x20 || c == 0x7f) {
				// Go counts bytes.
				int position = Utf8Escape.bytes(method.substring(0, i)).length;
				throw new IllegalArgumentException(
						"method contains control character at position " + position + ": " + GoQuoted.of(method));
			}
		}
	}

	/**
	 * The normalised text.
	 * @return a path without leading or trailing slash
	 */
	public String value() {
		return this.value;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof MethodPath path && path.value.equals(this.value);
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
