package dev.daprinvoke.sidecar.edge;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.resource.ApiLogging;

/**
 * What stands before the routes of the HTTP API, in the order of contract section 1.1.
 * What is not asked for is no step at all.
 *
 * @param allowedOrigins the origins whose pages may call; none for no CORS handling
 * @param token what callers have to show, or {@code null} if nothing
 * @param logging how calls are logged, if at all
 */
public record ApiFront(List<String> allowedOrigins, @Nullable ApiToken token, ApiLogging logging) {

	/** Nothing. */
	public static final ApiFront NONE = new ApiFront(List.of(), null, ApiLogging.OFF);

	public ApiFront {
		allowedOrigins = List.copyOf(allowedOrigins);
	}

	EdgeStep before(EdgeStep routes) {
		EdgeStep way = this.logging.enabled() ? new CallLog(this.logging, routes) : routes;
		if (this.token != null) {
			way = new TokenCheck(this.token, way);
		}
		// Before the token check: a browser sends no token with a preflight.
		return this.allowedOrigins.isEmpty() ? way : new Cors(new AllowedOrigins(this.allowedOrigins), way);
	}

}
