package dev.daprinvoke.observe;

/**
 * Values of an HTTP exchange as Dapr's labels show them (contract section 5.2).
 */
final class HttpLabel {

	private static final int FIRST_KEPT = 100;

	private static final String[] STATUS = new String[500];

	static {
		for (int i = 0; i < STATUS.length; i++) {
			STATUS[i] = Integer.toString(FIRST_KEPT + i);
		}
	}

	private HttpLabel() {
	}

	/** A known verb, or {@code UNKNOWN}: others may invent as many as they like. */
	static String verb(String method) {
		return switch (method) {
			case "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT" -> method;
			default -> "UNKNOWN";
		};
	}

	static String status(int status) {
		int index = status - FIRST_KEPT;
		return (index >= 0 && index < STATUS.length) ? STATUS[index] : Integer.toString(status);
	}

	/** The path with every run of slashes made one. */
	static String path(String path) {
		return path.contains("//") ? mergeSlashes(path) : path;
	}

	private static String mergeSlashes(String path) {
		StringBuilder merged = new StringBuilder(path.length());
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			if (c != '/' || i == 0 || path.charAt(i - 1) != '/') {
				merged.append(c);
			}
		}
		return merged.toString();
	}

}
