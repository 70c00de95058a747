package dev.daprinvoke.spring.client.http;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.Utf8Escape;

/**
 * A URI such as {@code dapr://cart/items/1?x=y}, taken apart but not yet judged. The
 * target is the raw authority, since ids are no host names: they may hold capitals and
 * underscores. A target that is a URL stands there percent-encoded:
 * {@code dapr://http%3A%2F%2Fhost%3A8080/items}.
 *
 * @param target whom to call, decoded, never empty
 * @param method what to call, decoded, without leading slash, possibly empty
 * @param query the raw query without question mark, possibly empty
 */
public record DaprUri(String target, String method, String query) {

	/** The scheme of such a URI. */
	public static final String SCHEME = "dapr";

	private static final Pattern RESERVED = Pattern.compile("%(2[35fF]|3[fF]|[01][0-9a-fA-F]|7[fF])");

	private static final String EXPECTED = " (expected: dapr://<app id>/<path>)";

	/**
	 * Whether a URI is meant to be one of these.
	 * @param uri any URI
	 * @return whether it has the scheme {@value #SCHEME}, in any letter case
	 */
	public static boolean isOne(URI uri) {
		return SCHEME.equalsIgnoreCase(uri.getScheme());
	}

	/**
	 * Takes a URI apart.
	 * @param uri the URI
	 * @return its parts
	 * @throws IllegalArgumentException if it has another scheme or names no target
	 */
	public static DaprUri of(URI uri) {
		String authority = uri.getRawAuthority();
		if (!isOne(uri) || authority == null) {
			throw new IllegalArgumentException("uri: " + uri + EXPECTED);
		}
		if (authority.equals("http:") || authority.equals("https:")) {
			throw new IllegalArgumentException("uri: " + uri
					+ " (expected: dapr://<url>/<path> with the URL percent-encoded, such as dapr://http%3A%2F%2Fhost%3A8080/<path>)");
		}
		String method = decode(uri, literal(uri.getRawPath()));
		return new DaprUri(target(uri, authority), method.startsWith("/") ? method.substring(1) : method,
				(uri.getRawQuery() != null) ? uri.getRawQuery() : "");
	}

	// A base URL is a template to Spring, which encodes its percent signs once more.
	private static String target(URI uri, String authority) {
		String target = decode(uri, authority);
		String lower = target.toLowerCase(Locale.ROOT);
		boolean twice = lower.startsWith("http%3a%2f%2f") || lower.startsWith("https%3a%2f%2f");
		return twice ? decode(uri, target) : target;
	}

	// What an escape of these stands for is the app's to know: decoded, it would end a
	// segment or the path, or be an escape once more. As literals they reach the app as
	// they are (contract section 1.4).
	private static @Nullable String literal(@Nullable String rawPath) {
		if (rawPath == null || rawPath.indexOf('%') < 0) {
			return rawPath;
		}
		return RESERVED.matcher(rawPath).replaceAll("%25$1");
	}

	private static String decode(URI uri, @Nullable String raw) {
		String decoded = (raw != null) ? PercentDecoder.path(Utf8Escape.toLatin1(raw)) : "";
		if (decoded == null) {
			throw new IllegalArgumentException("uri: " + uri + EXPECTED);
		}
		return decoded;
	}

	/**
	 * Understands the target.
	 * @return whom to call
	 * @throws SidecarException if it can be nobody
	 */
	public InvokeTarget parseTarget() {
		try {
			return InvokeTarget.parse(this.target, Namespace.DEFAULT);
		}
		catch (IllegalArgumentException ex) {
			throw malformed(ex);
		}
	}

	/**
	 * Understands the method.
	 * @return what to call
	 * @throws SidecarException if it holds what no method may hold
	 */
	public MethodPath parseMethod() {
		try {
			return MethodPath.of(this.method);
		}
		catch (IllegalArgumentException ex) {
			throw malformed(ex);
		}
	}

	private static SidecarException malformed(IllegalArgumentException ex) {
		return SidecarException.unanswered(FailureStage.CALLER_SIDECAR, String.valueOf(ex.getMessage()), ex);
	}

	/** Target and method as logs and errors name them. */
	@Override
	public String toString() {
		return this.method + " of " + this.target;
	}

}
