package dev.daprinvoke.transport.app;

import java.nio.charset.StandardCharsets;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.target.GoQuoted;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.Utf8Escape;

/**
 * The request target that the app sees: escapes that the method holds stay, characters
 * that no path may hold are escaped, and a percent sign that begins no escape is an error
 * (contract section 1.4).
 */
final class AppUri {

	private static final String LITERAL = "-_.~!$&'()*+,;=:@/[]";

	private static final String HEX = "0123456789ABCDEF";

	private AppUri() {
	}

	/**
	 * Builds path and query.
	 * @param base the app's base URL, for the error text
	 * @param method the method
	 * @param query the raw query, possibly empty; a fragment in it is cut off
	 * @return an absolute path
	 * @throws AppCallException if the method holds a bad escape
	 */
	static String of(String base, MethodPath method, String query) {
		String path = isLiteral(method.value()) ? "/" + method.value() : escape(base, method.value());
		int fragment = query.indexOf('#');
		String kept = (fragment < 0) ? query : query.substring(0, fragment);
		return kept.isEmpty() ? path : path + "?" + escapeInvalidBytes(kept);
	}

	private static boolean isLiteral(String method) {
		for (int i = 0; i < method.length(); i++) {
			if (!isLiteral(method.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isLiteral(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || LITERAL.indexOf(c) >= 0;
	}

	private static String escape(String base, String method) {
		StringBuilder out = new StringBuilder(method.length() + 32).append('/');
		byte[] bytes = Utf8Escape.bytes(method);
		for (int i = 0; i < bytes.length; i++) {
			int c = bytes[i] & 0xff;
			if (c == '%') {
				requireEscape(base, method, bytes, i);
				out.append('%');
			}
			else if (isLiteral(c)) {
				out.append((char) c);
			}
			else {
				appendEscape(out, c);
			}
		}
		return out.toString();
	}

	private static void requireEscape(String base, String method, byte[] bytes, int at) {
		boolean valid = at + 2 < bytes.length && Character.digit(bytes[at + 1], 16) >= 0
				&& Character.digit(bytes[at + 2], 16) >= 0;
		if (!valid) {
			String found = new String(bytes, at, Math.min(3, bytes.length - at), StandardCharsets.UTF_8);
			throw new AppCallException(
					"parse " + GoQuoted.of(base + "/" + method) + ": invalid URL escape " + GoQuoted.of(found), null);
		}
	}

	// The query goes verbatim; only bytes that no Java text can hold must be escaped.
	private static String escapeInvalidBytes(String query) {
		if (!Utf8Escape.isEscaped(query)) {
			return query;
		}
		StringBuilder out = new StringBuilder(query.length() + 16);
		query.codePoints().forEach((c) -> {
			if (c >= 0xDC80 && c <= 0xDCFF) {
				appendEscape(out, c & 0xff);
			}
			else {
				out.appendCodePoint(c);
			}
		});
		return out.toString();
	}

	private static void appendEscape(StringBuilder out, int c) {
		out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
	}

}
