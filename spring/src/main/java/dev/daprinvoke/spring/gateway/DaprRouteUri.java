package dev.daprinvoke.spring.gateway;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.Namespace;

/**
 * The URI of a route that leads to a Dapr app: {@code dapr://cart} or
 * {@code dapr://cart.production}. The id is the raw authority, since ids are no host
 * names: they may hold capitals and underscores.
 */
public final class DaprRouteUri {

	private static final String SCHEME = "dapr";

	private DaprRouteUri() {
	}

	/**
	 * Finds the app of a route.
	 * @param uri a route's URI
	 * @return the app's id, with its namespace if the URI names one; or {@code null} if
	 * the route leads elsewhere
	 */
	static @Nullable String target(URI uri) {
		return SCHEME.equals(uri.getScheme()) ? uri.getRawAuthority() : null;
	}

	/**
	 * Checks the URI of a route that somebody wrote.
	 * @param uri any URI; those of other schemes are none of our business
	 * @throws IllegalArgumentException if it has our scheme, but not one app id and
	 * nothing else
	 */
	public static void check(URI uri) {
		String scheme = uri.getScheme();
		if (scheme == null || !scheme.equalsIgnoreCase(SCHEME)) {
			return;
		}
		String target = uri.getRawAuthority();
		boolean bare = target != null && uri.toString().equals(SCHEME + "://" + target);
		if (!bare || !isTarget(target)) {
			throw new IllegalArgumentException("uri: " + uri
					+ " (expected: dapr://<app id> or dapr://<app id>.<namespace>, without path or query, which filters such as PrefixPath add)");
		}
	}

	// An id is not decoded; Spring makes %20 of a blank.
	private static boolean isTarget(String text) {
		try {
			InvokeTarget.parse(text, Namespace.DEFAULT);
			return text.indexOf('%') < 0;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
