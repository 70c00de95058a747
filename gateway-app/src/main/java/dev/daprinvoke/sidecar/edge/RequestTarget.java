package dev.daprinvoke.sidecar.edge;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.spring.gateway.RawTarget;
import dev.daprinvoke.target.PercentDecoder;

/**
 * The target of a request line, read as Go's server reads it: control characters and bad
 * escapes in the path are refused, all else is accepted (contract section 1.3; RFC 3986
 * would refuse more).
 *
 * @param raw path and query as sent; the path is {@code *} or begins with a slash
 * @param path the decoded path
 */
record RequestTarget(RawTarget raw, String path) {

	private static final Pattern URL = Pattern.compile(
			"[A-Za-z][A-Za-z0-9+.-]*:(?://(?:[^/?@]*@)?(?:\\[[0-9A-Fa-f:.%]+]|[^/?@:\\[\\]<>\"\\\\^`{|}]*)(?::[0-9]*)?)"
					+ "(?<path>(?:[/?].*)?)");

	private static final Pattern DETOUR = Pattern.compile("//|/\\.\\.?(?:/|$)");

	private static final String HEX = "0123456789ABCDEF";

	/**
	 * Reads the target of a request to a tunnel, which names a host only, or any other.
	 * @param method the request's method
	 * @param target the target, one char for each byte
	 * @return the target, or {@code null} if it is malformed
	 */
	static @Nullable RequestTarget parse(String method, String target) {
		boolean isAuthority = method.equals("CONNECT") && !target.startsWith("/");
		return parse(isAuthority ? "http://" + target : target);
	}

	/**
	 * Reads a target.
	 * @param target the target, one char for each byte
	 * @return the target, or {@code null} if it is malformed
	 */
	static @Nullable RequestTarget parse(String target) {
		if (target.isEmpty() || holdsControl(target)) {
			return null;
		}
		boolean isRelative = target.charAt(0) == '/' || target.equals("*");
		String relative = isRelative ? target : withoutAuthority(target);
		if (relative == null) {
			return null;
		}
		int question = relative.indexOf('?');
		String rawPath = (question < 0) ? relative : relative.substring(0, question);
		String query = (question < 0) ? "" : relative.substring(question + 1);
		String path = PercentDecoder.path(rawPath);
		return (path != null) ? new RequestTarget(new RawTarget(rawPath, query), path) : null;
	}

	private static boolean holdsControl(String target) {
		for (int i = 0; i < target.length(); i++) {
			char c = target.charAt(i);
			if (c <= ' ' || c == 0x7f) {
				return true;
			}
		}
		return false;
	}

	// A client that takes us for a proxy sends a whole URL; whom it names does not
	// matter.
	private static @Nullable String withoutAuthority(String target) {
		Matcher url = URL.matcher(target);
		if (!url.matches()) {
			return null;
		}
		String path = url.group("path");
		return path.startsWith("/") ? path : "/" + path;
	}

	/**
	 * Whether the path leads elsewhere than it seems to: a route would be chosen by one
	 * path, and another one called.
	 * @return whether it has empty segments, or those named {@code .} or {@code ..}, in
	 * decoded form
	 */
	boolean hasDetours() {
		return DETOUR.matcher(this.path).find();
	}

	/**
	 * The target as a URI, with everything escaped that no URI may hold.
	 * @param authority the host and port the client named
	 * @return a legal URI
	 */
	URI uri(String authority) {
		String query = this.raw.query().isEmpty() ? "" : "?" + legal(this.raw.query());
		String path = this.raw.path().startsWith("/") ? this.raw.path() : "/" + this.raw.path();
		return URI.create("http://" + authority + legal(path) + query);
	}

	private static String legal(String text) {
		StringBuilder out = null;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean fine = isLegal(c) || (c == '%' && isEscape(text, i));
			if (!fine && out == null) {
				out = new StringBuilder(text.length() + 16).append(text, 0, i);
			}
			if (out != null && fine) {
				out.append(c);
			}
			else if (out != null) {
				out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
			}
		}
		return (out != null) ? out.toString() : text;
	}

	private static boolean isLegal(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
				|| "-_.~!$&'()*+,;=:@/?".indexOf(c) >= 0;
	}

	private static boolean isEscape(String text, int at) {
		return at + 2 < text.length() && Character.digit(text.charAt(at + 1), 16) >= 0
				&& Character.digit(text.charAt(at + 2), 16) >= 0;
	}

}
