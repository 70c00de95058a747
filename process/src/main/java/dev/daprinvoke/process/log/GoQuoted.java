package dev.daprinvoke.process.log;

/**
 * Writes a text as Go's {@code %q} does: in double quotes, with everything unprintable
 * escaped.
 */
public final class GoQuoted {

	private GoQuoted() {
	}

	/**
	 * Quotes a text.
	 * @param text any text
	 * @return the text in double quotes
	 */
	public static String of(String text) {
		StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
		text.codePoints().forEach((codePoint) -> append(quoted, codePoint));
		return quoted.append('"').toString();
	}

	private static void append(StringBuilder quoted, int codePoint) {
		switch (codePoint) {
			case '"' -> quoted.append("\\\"");
			case '\\' -> quoted.append("\\\\");
			case 0x07 -> quoted.append("\\a");
			case '\b' -> quoted.append("\\b");
			case '\f' -> quoted.append("\\f");
			case '\n' -> quoted.append("\\n");
			case '\r' -> quoted.append("\\r");
			case '\t' -> quoted.append("\\t");
			case 0x0b -> quoted.append("\\v");
			default -> appendPlainOrByNumber(quoted, codePoint);
		}
	}

	private static void appendPlainOrByNumber(StringBuilder quoted, int codePoint) {
		if (isPrintable(codePoint)) {
			quoted.appendCodePoint(codePoint);
		}
		else if (codePoint < 0x80) {
			quoted.append("\\x%02x".formatted(codePoint));
		}
		else {
			quoted.append(((codePoint < 0x10000) ? "\\u%04x" : "\\U%08x").formatted(codePoint));
		}
	}

	/** Letters, marks, numbers, punctuation, symbols and the ASCII space. */
	private static boolean isPrintable(int codePoint) {
		return codePoint == ' ' || switch (Character.getType(codePoint)) {
			case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.CONTROL,
					Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

}
