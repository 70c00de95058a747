package dev.daprinvoke.transport.app;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.target.GoQuoted;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.Utf8Escape;

/**
 * The request target that the app sees, as Go's URL parser makes it: a method of legal
 * characters and escapes stays as it is; one with any other character is decoded and
 * escaped anew; a percent sign that begins no escape is an error (contract section 1.4,
 * fixture hop-response/method-percent).
 */
final class AppUri {

	private static final String LEGAL = "-_.~!$&'()*+,;=:@/[]";

	private static final String LEFT_ALONE = "-_.~$&+,/:;=@";

	private static final String HEX = "0123456789ABCDEF";

	private AppUri() {
	}

	/**
	 * Builds path and query.
	 * @param server the server's URL without path, for the error text
	 * @param basePath what comes before the method: empty, or a path that begins with a
	 * slash
	 * @param method the method
	 * @param query the raw query, possibly empty; a fragment in it is cut off
	 * @return an absolute path
	 * @throws AppCallException if the method holds a bad escape, or the query, which may
	 * come from another sidecar, a control character
	 */
	static String of(String server, String basePath, MethodPath method, String query) {
		String base = server + basePath;
		if (hasControlCharacter(query)) {
			throw new AppCallException("parse " + GoQuoted.of(base + "/" + method + "?" + query)
					+ ": net/url: invalid control character in URL", null);
		}
		String path = "/" + path(server, below(basePath, method.value()));
		int fragment = query.indexOf('#');
		String kept = (fragment < 0) ? query : query.substring(0, fragment);
		return kept.isEmpty() ? path : path + "?" + escapeInvalidBytes(kept);
	}

	private static boolean hasControlCharacter(String query) {
		for (int i = 0; i < query.length(); i++) {
			char c = query.charAt(i);
			if (c < 0x20 || c == 0x7f) {
				return true;
			}
		}
		return false;
	}

	private static String below(String basePath, String method) {
		if (basePath.length() <= 1) {
			return method;
		}
		String base = basePath.substring(1);
		return base.endsWith("/") ? base + method : base + "/" + method;
	}

	private static String path(String base, String method) {
		boolean legal = true;
		for (int i = 0; i < method.length(); i++) {
			char c = method.charAt(i);
			if (c == '%') {
				requireEscape(base, method, i);
			}
			legal &= c == '%' || isAlphanumeric(c) || LEGAL.indexOf(c) >= 0;
		}
		return legal ? method : escape(decode(method));
	}

	private static boolean isAlphanumeric(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	}

	private static boolean isHex(char c) {
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
	}

	private static void requireEscape(String base, String method, int at) {
		boolean valid = at + 2 < method.length() && isHex(method.charAt(at + 1)) && isHex(method.charAt(at + 2));
		if (!valid) {
			String found = method.substring(at, Math.min(at + 3, method.length()));
			throw new AppCallException(
					"parse " + GoQuoted.of(base + "/" + method) + ": invalid URL escape " + GoQuoted.of(found), null);
		}
	}

	private static byte[] decode(String method) {
		String latin = Utf8Escape.toLatin1(method);
		String decoded = PercentDecoder.path(latin);
		return Utf8Escape.bytes((decoded != null) ? decoded : method);
	}

	private static String escape(byte[] path) {
		StringBuilder out = new StringBuilder(path.length + 32);
		for (byte each : path) {
			int c = each & 0xff;
			if (isAlphanumeric(c) || LEFT_ALONE.indexOf(c) >= 0) {
				out.append((char) c);
			}
			else {
				appendEscape(out, c);
			}
		}
		return out.toString();
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
