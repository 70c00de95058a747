package dev.daprinvoke.transport.sidecar;

import java.net.URI;

import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.target.Utf8Escape;

/**
 * Writes the URI by which a sidecar is asked for a call, in the path form: of all forms
 * it alone can name every method (contract sections 1.2 and 1.3).
 */
final class SidecarUri {

	private static final String HEX = "0123456789ABCDEF";

	/** What may stand in a path as it is, letters and digits apart. */
	private static final String PLAIN = "-._~!$&'()*,;=:@/+";

	private final String base;

	SidecarUri(URI endpoint) {
		String text = endpoint.toString();
		this.base = (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/v1.0/invoke/";
	}

	/**
	 * Writes the URI of a call.
	 * @param request the call
	 * @return the URI
	 * @throws IllegalArgumentException if the query is no legal one
	 */
	URI of(InvokeRequest request) {
		StringBuilder out = new StringBuilder(this.base);
		target(request.target().text(), out);
		out.append("/method/");
		escape(request.method().value(), out);
		if (!request.query().isEmpty()) {
			out.append('?').append(request.query());
		}
		return URI.create(out.toString());
	}

	// Sidecars decode the target twice, as a path and then as part of a query; the
	// slashes of a URL would end it.
	private static void target(String text, StringBuilder out) {
		StringBuilder once = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '%' -> once.append("%25");
				case '+' -> once.append("%2B");
				default -> once.append(c);
			}
		}
		int start = out.length();
		escape(once.toString(), out);
		for (int slash = out.indexOf("/", start); slash >= 0; slash = out.indexOf("/", slash)) {
			out.replace(slash, slash + 1, "%2F");
		}
	}

	private static void escape(String text, StringBuilder out) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!isPlain(c)) {
				escapeBytes(text, out.append(text, 0, i), i);
				return;
			}
		}
		out.append(text);
	}

	private static void escapeBytes(String text, StringBuilder out, int from) {
		for (byte b : Utf8Escape.bytes(text.substring(from))) {
			char c = (char) (b & 0xff);
			if (isPlain(c)) {
				out.append(c);
			}
			else {
				out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
			}
		}
	}

	private static boolean isPlain(char c) {
		return c < 0x80
				&& (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0);
	}

}
