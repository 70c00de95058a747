package dev.daprinvoke.target;

/**
 * A text in double quotes with Go's escapes: error messages that clients match on quote
 * this way.
 */
public final class GoQuoted {

	private static final String NAMED = "\u0007a\bb\ff\nn\rr\tt\u000bv\\\\\"\"";

	private GoQuoted() {
	}

	/**
	 * Quotes a text.
	 * @param text any text; chars U+DC80 to U+DCFF that stand alone are the single bytes
	 * 0x80 to 0xFF of text that was no UTF-8 (see {@link PercentDecoder})
	 * @return the quoted text
	 */
	public static String of(String text) {
		StringBuilder out = new StringBuilder(text.length() + 2).append('"');
		for (int i = 0; i < text.length();) {
			int c = text.codePointAt(i);
			i += Character.charCount(c);
			append(out, c);
		}
		return out.append('"').toString();
	}

	private static void append(StringBuilder out, int c) {
		int named = (c < 0x80) ? NAMED.indexOf(c) : -1;
		if (named >= 0 && named % 2 == 0) {
			out.append('\\').append(NAMED.charAt(named + 1));
		}
		else if (c < 0x20 || c == 0x7f) {
			out.append(String.format("\\x%02x", c));
		}
		else if (c >= 0xDC80 && c <= 0xDCFF) {
			out.append(String.format("\\x%02x", c - 0xDC00));
		}
		else if (isPrintable(c)) {
			out.appendCodePoint(c);
		}
		else {
			out.append(String.format((c < 0x10000) ? "\\u%04x" : "\\U%08x", c));
		}
	}

	private static boolean isPrintable(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			case Character.SPACE_SEPARATOR -> c == ' ';
			default -> true;
		};
	}

}
