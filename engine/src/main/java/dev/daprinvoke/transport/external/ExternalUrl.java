package dev.daprinvoke.transport.external;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.target.GoQuoted;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.Utf8Escape;
import dev.daprinvoke.transport.app.HttpOrigin;

/**
 * The base URL that a client wrote in the place of an app id, taken apart; what is wrong
 * with it is said in the words of Go's URL parser.
 *
 * @param origin the server
 * @param path what comes before the method: empty, or a path that begins with a slash
 * @param authorization the basic authorization that the URL holds, or {@code null}
 */
record ExternalUrl(HttpOrigin origin, String path, @Nullable String authorization) {

	/** What Go lets pass in a host name besides letters and digits. */
	private static final String HOST = "-._~!$&'()*+,;=:[]<>\"";

	private static final int HIGHEST_PORT = 65535;

	/**
	 * Takes a URL apart.
	 * @param text the URL, beginning with {@code http://} or {@code https://}
	 * @return its parts
	 * @throws AppCallException if it names no server
	 */
	static ExternalUrl parse(String text) {
		if (text.chars().anyMatch((c) -> c < 0x20 || c == 0x7f)) {
			throw bad(text, "net/url: invalid control character in URL");
		}
		if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
			throw bad(text, "query or fragment before the method (expected: http://host:port/path)");
		}
		int start = text.indexOf("://") + 3;
		int slash = text.indexOf('/', start);
		String authority = (slash < 0) ? text.substring(start) : text.substring(start, slash);
		String path = (slash < 0) ? "" : text.substring(slash);
		int at = authority.lastIndexOf('@');
		String user = (at < 0) ? null : authority.substring(0, at);
		return new ExternalUrl(origin(text, text.startsWith("https"), authority.substring(at + 1)), path,
				(user != null) ? basic(user) : null);
	}

	private static HttpOrigin origin(String text, boolean secure, String hostAndPort) {
		requireHostCharacters(text, hostAndPort);
		int colon = hostAndPort.lastIndexOf(':');
		int bracket = hostAndPort.lastIndexOf(']');
		if (hostAndPort.startsWith("[") && bracket < 0) {
			throw bad(text, "missing ']' in host");
		}
		boolean named = colon > bracket;
		String port = named ? hostAndPort.substring(colon + 1) : "";
		String host = named ? hostAndPort.substring(0, colon) : hostAndPort;
		if (host.isEmpty()) {
			throw new AppCallException("http: no Host in request URL", null);
		}
		String authority = port.isEmpty() ? host : hostAndPort;
		return new HttpOrigin(secure, ascii(text, withoutBrackets(host)), port(text, port, secure),
				ascii(text, authority));
	}

	private static void requireHostCharacters(String text, String host) {
		host.codePoints().forEach((c) -> {
			if (c < 0x80 && !Character.isLetterOrDigit(c) && HOST.indexOf(c) < 0) {
				throw bad(text, "invalid character " + GoQuoted.of(Character.toString(c)) + " in host name");
			}
		});
	}

	private static String withoutBrackets(String host) {
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	private static int port(String text, String port, boolean secure) {
		if (port.isEmpty()) {
			return secure ? 443 : 80;
		}
		if (!port.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			throw bad(text, "invalid port " + GoQuoted.of(":" + port) + " after host");
		}
		if (port.length() > 5 || Integer.parseInt(port) > HIGHEST_PORT) {
			throw new AppCallException("dial tcp: address " + port + ": invalid port", null);
		}
		return Integer.parseInt(port);
	}

	private static String ascii(String text, String host) {
		if (host.chars().allMatch((c) -> c < 0x80)) {
			return host;
		}
		try {
			return IDN.toASCII(host);
		}
		catch (IllegalArgumentException ex) {
			throw bad(text, "invalid host name " + GoQuoted.of(host));
		}
	}

	private static String basic(String user) {
		String decoded = PercentDecoder.path(Utf8Escape.toLatin1(user));
		byte[] bytes = Utf8Escape.bytes((decoded != null) ? decoded : user);
		String pair = new String(bytes, StandardCharsets.ISO_8859_1);
		String complete = (pair.indexOf(':') < 0) ? pair + ":" : pair;
		return "Basic " + Base64.getEncoder().encodeToString(complete.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static AppCallException bad(String text, String reason) {
		return new AppCallException("parse " + GoQuoted.of(text) + ": " + reason, null);
	}

}
