package dev.daprinvoke.scenario;

/**
 * What is to become of a request whose target holds a byte raw, with {@code zy} behind
 * it.
 *
 * @param value the byte, 0 to 255
 * @param part where it stands
 * @param remote whether another app is called, over a hop that carries only UTF-8
 */
record RequestTargetByte(int value, Part part, boolean remote) {

	private static final String BAD_REQUEST = "400";

	private static final String INVOKE_ERROR = "500";

	private static final String UNRESERVED_AND_DELIMITERS = "-._~!$&'()*+,;=:@/[]";

	/**
	 * The part of a request target.
	 */
	enum Part {

		PATH("x", ""), QUERY("x?a=", "?\"<>\\^`{|}");

		private final String before;

		private final String alsoKept;

		Part(String before, String alsoKept) {
			this.before = before;
			this.alsoKept = alsoKept;
		}

		String target(String prefix, char value) {
			return prefix + this.before + value + "zy";
		}

	}

	/**
	 * The table.
	 * @return a status, or what the app is to see
	 */
	String outcome() {
		// No control character passes the request line; a space ends the target.
		if (this.value <= ' ' || this.value == 0x7f) {
			return BAD_REQUEST;
		}
		// A path is decoded and must be decodable, a query is passed on verbatim.
		if (this.value == '%') {
			return (this.part == Part.PATH) ? BAD_REQUEST : seen("%");
		}
		// A fragment is no part of a method (1.4), and of no query either.
		if (this.value == '#') {
			return (this.part == Part.PATH) ? INVOKE_ERROR : this.part.before;
		}
		if (this.part == Part.PATH && this.value == '?') {
			return seen("?");
		}
		// The hop's text fields hold UTF-8, which a byte of 0x80 and above alone is not.
		if (this.value >= 0x80 && this.remote) {
			return INVOKE_ERROR;
		}
		return isKept() ? seen(Character.toString((char) this.value)) : seen("%%%02X".formatted(this.value));
	}

	private boolean isKept() {
		return this.value < 0x80 && (Character.isLetterOrDigit(this.value)
				|| (UNRESERVED_AND_DELIMITERS + this.part.alsoKept).indexOf(this.value) >= 0);
	}

	private String seen(String middle) {
		return this.part.before + middle + "zy";
	}

}
