package dev.daprinvoke.sidecar.edge;

import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;

/**
 * What the configuration makes use of Spring Cloud Gateway for, beside user-written
 * routes.
 *
 * @param directLane whether calls go past it
 * @param answersPreflights whether it answers CORS preflights that name no target
 */
record GatewayUse(boolean directLane, boolean answersPreflights) {

	static GatewayUse of(Lane lane, GatewayProperties gateway, GlobalCorsProperties cors) {
		boolean routesWithCors = gateway.getRoutes()
			.stream()
			.anyMatch((route) -> route.getMetadata().containsKey("cors"));
		return new GatewayUse(lane.isDirect(gateway), routesWithCors || !cors.getCorsConfigurations().isEmpty());
	}

}
