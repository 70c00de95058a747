package dev.daprinvoke.spring.client.grpc;

import java.net.URI;
import java.net.URISyntaxException;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.Namespace;

/**
 * A channel's target that names a Dapr app: {@code dapr://cart} or
 * {@code dapr://cart.production}.
 */
final class DaprTarget {

	static final String SCHEME = "dapr";

	private static final String START = SCHEME + "://";

	private DaprTarget() {
	}

	/**
	 * Tells the targets that are ours from all others.
	 * @param target any target of a channel, its name resolved
	 * @return whether it has our scheme; nothing is said about the rest of it
	 */
	static boolean isDapr(String target) {
		return target.regionMatches(true, 0, SCHEME + ":", 0, SCHEME.length() + 1);
	}

	/**
	 * Finds the app of a channel.
	 * @param target a channel's target, its name resolved
	 * @return the app's id, with its namespace if the target names one; or {@code null}
	 * if the target has another scheme
	 * @throws IllegalArgumentException if it has our scheme, but not one app id and
	 * nothing else
	 */
	static @Nullable String app(String target) {
		if (!isDapr(target)) {
			return null;
		}
		String app = target.startsWith(START) ? target.substring(START.length()) : "";
		if (!isAuthority(target, app) || !isApp(app)) {
			throw new IllegalArgumentException("target: " + target
					+ " (expected: dapr://<app id> or dapr://<app id>.<namespace>, without path or query, in printable ASCII)");
		}
		return app;
	}

	private static boolean isAuthority(String target, String app) {
		try {
			return app.equals(new URI(target).getRawAuthority());
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	// Metadata is ASCII, and an id is not decoded.
	private static boolean isApp(String app) {
		try {
			InvokeTarget.parse(app, Namespace.DEFAULT);
			return MetadataText.isLegal(app) && app.indexOf('%') < 0;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
