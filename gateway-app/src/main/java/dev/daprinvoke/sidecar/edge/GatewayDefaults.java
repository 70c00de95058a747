package dev.daprinvoke.sidecar.edge;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Properties of Spring Cloud Gateway that the sidecar sets, and users may set otherwise.
 */
final class GatewayDefaults {

	private static final String PREFIX = "spring.cloud.gateway.server.webflux.";

	private GatewayDefaults() {
	}

	static Map<String, Object> properties() {
		Map<String, Object> properties = new HashMap<>();
		properties.put(PREFIX + "route-filter-cache-enabled", true);
		// Filters that nothing here uses cost each call a step of the chain.
		Stream
			.of("remove-cached-body", "adapt-cached-body", "reactive-load-balancer-client",
					"load-balancer-service-instance-cookie", "forward-path", "websocket-routing")
			.forEach((filter) -> properties.put(PREFIX + "global-filter." + filter + ".enabled", false));
		return properties;
	}

}
