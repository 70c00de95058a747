package dev.daprinvoke.target;

import java.util.List;

/**
 * The name of a workload in a mesh: {@code spiffe://trust-domain/path} (SPIFFE-ID
 * specification, sections 2 and 3). Dapr's paths are {@code /ns/namespace/app-id}, and
 * what follows is of no importance (platform contract section 1.5).
 *
 * @param trustDomain the trust domain, not empty
 * @param path the path, empty or with a leading slash
 */
public record SpiffeId(String trustDomain, String path) {

	private static final String SCHEME = "spiffe://";

	private static final int LONGEST = 2048;

	public SpiffeId {
		if (trustDomain.isEmpty() || !trustDomain.chars().allMatch(SpiffeId::isOfDomain)) {
			throw new IllegalArgumentException("SPIFFE id: trust domain \"" + trustDomain
					+ "\" (expected: lower-case letters, digits, dots, dashes and underscores)");
		}
		if (!path.isEmpty() && !isPath(path)) {
			throw new IllegalArgumentException("SPIFFE id: path \"" + path
					+ "\" (expected: segments of letters, digits, dots, dashes and underscores)");
		}
	}

	/**
	 * Reads an id.
	 * @param text the id as it stands in a certificate
	 * @return the id
	 * @throws IllegalArgumentException if it is none; the message names the text
	 */
	public static SpiffeId parse(String text) {
		if (!text.startsWith(SCHEME) || text.length() > LONGEST) {
			throw new IllegalArgumentException(
					"SPIFFE id: \"" + ((text.length() > LONGEST) ? text.substring(0, LONGEST) + "…" : text)
							+ "\" (expected: spiffe://trust-domain/path, at most " + LONGEST + " characters)");
		}
		int slash = text.indexOf('/', SCHEME.length());
		return (slash < 0) ? new SpiffeId(text.substring(SCHEME.length()), "")
				: new SpiffeId(text.substring(SCHEME.length(), slash), text.substring(slash));
	}

	/**
	 * The id of an app.
	 * @param trustDomain the trust domain
	 * @param app the app
	 * @return the id
	 */
	public static SpiffeId of(String trustDomain, AppTarget app) {
		return new SpiffeId(trustDomain, "/ns/" + app.namespace() + "/" + app.id());
	}

	/**
	 * The app that has this id.
	 * @return its namespace and id, or an empty list if this is no app's id
	 */
	public List<String> namespaceAndApp() {
		String[] parts = this.path.split("/");
		return (parts.length >= 4 && parts[1].equals("ns")) ? List.of(parts[2], parts[3]) : List.of();
	}

	private static boolean isPath(String path) {
		if (path.charAt(0) != '/') {
			return false;
		}
		for (String segment : path.substring(1).split("/", -1)) {
			if (segment.isEmpty() || segment.equals(".") || segment.equals("..")
					|| !segment.chars().allMatch(SpiffeId::isOfPath)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isOfDomain(int c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
	}

	private static boolean isOfPath(int c) {
		return isOfDomain(c) || (c >= 'A' && c <= 'Z');
	}

	@Override
	public String toString() {
		return SCHEME + this.trustDomain + this.path;
	}

}
