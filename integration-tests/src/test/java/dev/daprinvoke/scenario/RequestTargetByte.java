package dev.daprinvoke.scenario;

/**
 * What is to become of a request whose target holds a byte, raw or percent-encoded, with
 * {@code zy} behind it.
 *
 * @param value the byte, 0 to 255
 * @param part where it stands
 * @param encoded whether it is percent-encoded
 * @param remote whether another app is called, over a hop that carries only UTF-8
 */
record RequestTargetByte(int value, Part part, boolean encoded, boolean remote) {

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

	}

	/**
	 * The method and query that hold the byte.
	 * @return text without a slash at its beginning, each char one byte
	 */
	String target() {
		return seen(this.encoded ? escape() : Character.toString((char) this.value));
	}

	/**
	 * The table.
	 * @return a status, or what the app is to see
	 */
	String outcome() {
		if (!this.encoded) {
			return outcomeOfRawByte();
		}
		return (this.part == Part.PATH) ? outcomeInMethod() : seen(escape());
	}

	private String outcomeOfRawByte() {
		// No control character passes the request line; a space ends the target.
		if (this.value <= ' ' || this.value == 0x7f) {
			return BAD_REQUEST;
		}
		// A path is decoded and must be decodable, a query is passed on verbatim.
		if (this.value == '%') {
			return (this.part == Part.PATH) ? BAD_REQUEST : seen("%");
		}
		if (this.part == Part.PATH) {
			return (this.value == '?') ? seen("?") : outcomeInMethod();
		}
		// A fragment is no part of a query.
		if (this.value == '#') {
			return this.part.before;
		}
		return (this.value >= 0x80 && this.remote) ? INVOKE_ERROR : keptOrEscaped();
	}

	// The path is decoded before it becomes the method.
	private String outcomeInMethod() {
		// Forbidden and control characters (1.4, rules 1 and 2).
		boolean forbidden = this.value < ' ' || this.value == 0x7f || this.value == '#' || this.value == '?';
		// A percent sign that begins no escape (1.4, the table's third row).
		if (forbidden || this.value == '%') {
			return INVOKE_ERROR;
		}
		// The hop's text fields hold UTF-8, which a byte of 0x80 and above alone is not.
		return (this.value >= 0x80 && this.remote) ? INVOKE_ERROR : keptOrEscaped();
	}

	private String keptOrEscaped() {
		boolean kept = this.value < 0x80 && (Character.isLetterOrDigit(this.value)
				|| (UNRESERVED_AND_DELIMITERS + this.part.alsoKept).indexOf(this.value) >= 0);
		return seen(kept ? Character.toString((char) this.value) : escape());
	}

	private String escape() {
		return "%%%02X".formatted(this.value);
	}

	private String seen(String middle) {
		return this.part.before + middle + "zy";
	}

}
