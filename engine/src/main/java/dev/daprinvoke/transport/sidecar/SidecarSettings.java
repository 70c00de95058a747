package dev.daprinvoke.transport.sidecar;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Where the sidecar is.
 *
 * @param endpoint its HTTP API, such as {@code http://localhost:3500}, without a path
 * @param apiToken the token it asks for, or {@code null}
 * @param connectTimeout the longest wait for a connection
 */
public record SidecarSettings(URI endpoint, @Nullable String apiToken, Duration connectTimeout) {

	/** The default of {@link #connectTimeout()}: one second, since sidecars are near. */
	public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	public SidecarSettings {
		String scheme = endpoint.getScheme();
		boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
		String path = endpoint.getRawPath();
		if (!http || endpoint.getHost() == null || endpoint.getPort() == 0 || endpoint.getPort() > 65535
				|| !(path == null || path.isEmpty() || path.equals("/")) || endpoint.getRawQuery() != null) {
			throw new IllegalArgumentException(
					"endpoint: " + endpoint + " (expected: http://<host>:<port> or https://<host>:<port>)");
		}
		if (connectTimeout.isNegative() || connectTimeout.isZero()) {
			throw new IllegalArgumentException("connectTimeout: " + connectTimeout + " (expected: more than zero)");
		}
	}

	/** The endpoint as scheme, host and port; never the token. */
	@Override
	public String toString() {
		return this.endpoint.toString();
	}

}
