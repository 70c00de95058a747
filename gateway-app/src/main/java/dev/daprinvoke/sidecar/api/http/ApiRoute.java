package dev.daprinvoke.sidecar.api.http;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.target.CleanPath;

/**
 * The routes of the HTTP API: one place says which request is for which, for whoever
 * serves, lets pass or logs it (contract sections 1.2 and 5).
 */
public enum ApiRoute {

	/** Calls of apps: what no other route takes. */
	INVOKE("invoke", "v1.0/invoke/*", "InvokeService"),

	/** Whether the sidecar is ready. */
	HEALTHZ("healthz", "v1.0/healthz", "Healthz"),

	/** Whether other apps can be called. */
	OUTBOUND_HEALTHZ("healthz", "v1.0/healthz/outbound", "HealthzOutbound"),

	/** What the sidecar tells of itself. */
	GET_METADATA("metadata", "v1.0/metadata", "GetMetadata"),

	/** Values that clients set. */
	SET_METADATA("metadata", "v1.0/metadata/{key}", "SetMetadata"),

	/** The request to stop. */
	SHUTDOWN("shutdown", "v1.0/shutdown", "Shutdown");

	private static final String CALLS = "/v1.0/invoke/";

	private static final String METADATA = "/v1.0/metadata";

	private final String group;

	private final String route;

	private final String logName;

	ApiRoute(String group, String route, String logName) {
		this.group = "v1/" + group;
		this.route = route;
		this.logName = logName;
	}

	/**
	 * Finds the route of a request, {@link #INVOKE} aside.
	 * @param method the HTTP method; another verb on a route's path is not for it
	 * @param path the path as sent, still encoded: so Dapr matches it (contract section
	 * 1.2)
	 * @return the route, or {@code null} if it is none of Dapr's own
	 */
	public static @Nullable ApiRoute own(String method, String path) {
		// Spares the cleaning of paths that are calls, which almost all are; only dots
		// can
		// lead out of those.
		if (!path.contains("v1.0") || (path.startsWith(CALLS) && path.indexOf("/..", CALLS.length() - 1) < 0)) {
			return null;
		}
		String cleaned = CleanPath.of(path);
		return switch (method) {
			case "GET" -> ofGet(cleaned);
			case "PUT" -> metadataKey(cleaned).isEmpty() ? null : SET_METADATA;
			case "POST" -> cleaned.equals("/v1.0/shutdown") ? SHUTDOWN : null;
			default -> null;
		};
	}

	private static @Nullable ApiRoute ofGet(String cleaned) {
		return switch (cleaned) {
			case "/v1.0/healthz" -> HEALTHZ;
			case "/v1.0/healthz/outbound" -> OUTBOUND_HEALTHZ;
			case METADATA -> GET_METADATA;
			default -> null;
		};
	}

	/**
	 * The key that a path of {@link #SET_METADATA} ends with.
	 * @param path the path, still encoded
	 * @return the key, still encoded; empty if there is none
	 */
	static String metadataKey(String path) {
		String cleaned = CleanPath.of(path);
		boolean named = cleaned.startsWith(METADATA) && cleaned.lastIndexOf('/') == METADATA.length();
		return named ? cleaned.substring(METADATA.length() + 1) : "";
	}

	/**
	 * Whether it is a health check: no token is asked for, no rule takes it away
	 * (contract section 5.1).
	 * @return whether it is
	 */
	public boolean isHealthCheck() {
		return this == HEALTHZ || this == OUTBOUND_HEALTHZ;
	}

	boolean isServed(ApiAccess access) {
		return isHealthCheck() || access.servesHttp(this.group, this.route);
	}

	boolean isPublic() {
		return this != INVOKE && this != SHUTDOWN;
	}

	/**
	 * The name it is logged by where paths are not to be.
	 * @return the name
	 */
	public String logName() {
		return this.logName;
	}

}
