package dev.daprinvoke.sidecar.edge;

import java.util.Locale;

import org.springframework.cloud.gateway.config.GatewayProperties;

/**
 * The way of a call from the socket to the pipeline, the property
 * {@code dapr.invoke.edge.lane}.
 */
enum Lane {

	/** Direct, unless filters are configured that every route has. */
	AUTO,

	/** Past Spring. */
	DIRECT,

	/** Through Spring Cloud Gateway. */
	GATEWAY;

	static Lane of(String text) {
		try {
			return valueOf(text.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"dapr.invoke.edge.lane: " + text + " (expected: auto, direct or gateway)");
		}
	}

	boolean isDirect(GatewayProperties gateway) {
		return this == DIRECT || (this == AUTO && gateway.getDefaultFilters().isEmpty());
	}

}
