package dev.daprinvoke.target;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Finds out whom an HTTP request wants to call: the header form wins over basic
 * authorization, and that over the path form (contract section 1.3).
 */
public final class TargetParser {

	private static final String METHOD = "/method/";

	private TargetParser() {
	}

	/**
	 * Takes a request apart.
	 * @param path the percent-decoded path
	 * @param appIdHeader the value of the {@code dapr-app-id} header, if there is one, as
	 * it came: each char is one byte
	 * @param authorization the value of the {@code Authorization} header, if there is one
	 * @return target and method, or {@code null} if the request names no target
	 */
	public static @Nullable Addressed parse(String path, @Nullable String appIdHeader, @Nullable String authorization) {
		if (appIdHeader != null && !appIdHeader.isEmpty()) {
			return new Addressed(Utf8Escape.fromLatin1(appIdHeader), relative(path), Addressed.Form.HEADER);
		}
		String user = (authorization != null) ? basicAuthTarget(authorization) : null;
		if (user != null) {
			return new Addressed(user, relative(path), Addressed.Form.BASIC_AUTH);
		}
		return byPath(path);
	}

	/**
	 * Says where a request goes that names nobody, but came to a route of somebody.
	 * @param target the id of the route's app, with its namespace if the route names one
	 * @param path the percent-decoded path
	 * @return target and method
	 */
	public static Addressed route(String target, String path) {
		return new Addressed(target, relative(path), Addressed.Form.ROUTE);
	}

	private static @Nullable Addressed byPath(String path) {
		int position = skip(path, skipSlashes(path, 0), "v1.0");
		position = (position < 0) ? -1 : skip(path, position, "invoke");
		if (position < 0) {
			return null;
		}
		int method = path.indexOf(METHOD, position);
		if (method <= position) {
			return null;
		}
		String target = PercentDecoder.queryOrRaw(path.substring(position, method));
		return target.isEmpty() ? null
				: new Addressed(target, relative(path.substring(method + METHOD.length())), Addressed.Form.PATH);
	}

	// Skips a path segment and the slashes behind it; -1 if the segment is not there.
	private static int skip(String path, int position, String segment) {
		int end = position + segment.length();
		if (position == 0 || !path.startsWith(segment + "/", position)) {
			return -1;
		}
		return skipSlashes(path, end);
	}

	private static int skipSlashes(String path, int position) {
		int end = position;
		while (end < path.length() && path.charAt(end) == '/') {
			end++;
		}
		return end;
	}

	private static String relative(String path) {
		String cleaned = CleanPath.of(path);
		if (cleaned.equals(".")) {
			return "";
		}
		return cleaned.startsWith("/") ? cleaned.substring(1) : cleaned;
	}

	private static @Nullable String basicAuthTarget(String authorization) {
		if (!authorization.startsWith("Basic ")) {
			return null;
		}
		String encoded = authorization.substring("Basic ".length());
		if (encoded.length() % 4 != 0) {
			// Java would do without the padding, Go does not.
			return null;
		}
		try {
			byte[] decoded = Base64.getDecoder().decode(encoded);
			String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", -1);
			boolean named = parts.length == 2 && parts[0].equalsIgnoreCase("dapr-app-id") && !parts[1].isEmpty();
			return named ? parts[1] : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
