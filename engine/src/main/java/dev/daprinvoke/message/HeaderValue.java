package dev.daprinvoke.message;

import dev.daprinvoke.target.Utf8Escape;

/**
 * The form in which values of headers go out over HTTP/1.1.
 */
public final class HeaderValue {

	private HeaderValue() {
	}

	/**
	 * Gives what to send for a value that need not come from HTTP: control characters
	 * become blanks, and blanks around it are left out, as Go's server does it with ends
	 * of lines.
	 * @param value any text
	 * @return chars U+0000 to U+00FF, each of which is one byte; the same object if that
	 * is what it was
	 */
	public static String toHttp(String value) {
		int last = value.length() - 1;
		if (last >= 0 && (value.charAt(0) == ' ' || value.charAt(last) == ' ')) {
			return rewrite(value);
		}
		for (int i = 0; i <= last; i++) {
			char c = value.charAt(i);
			if (c < ' ' || c >= 0x7f) {
				return rewrite(value);
			}
		}
		return value;
	}

	private static String rewrite(String value) {
		StringBuilder clean = new StringBuilder(value.length());
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			clean.append(((c < ' ' && c != '\t') || c == 0x7f) ? ' ' : c);
		}
		return Utf8Escape.toLatin1(clean.toString().trim());
	}

}
