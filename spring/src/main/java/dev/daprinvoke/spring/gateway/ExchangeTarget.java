package dev.daprinvoke.spring.gateway;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.web.server.ServerWebExchange;

import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.TargetParser;

/**
 * Whom a routed exchange is meant for: who the request itself names, else the app in the
 * route's URI.
 */
final class ExchangeTarget {

	private ExchangeTarget() {
	}

	/**
	 * Finds the target.
	 * @param exchange the exchange, behind all filters of its route
	 * @return the target, or {@code null} if this is no business of Dapr's
	 */
	static @Nullable Addressed of(ServerWebExchange exchange) {
		Addressed named = exchange.getAttribute(InvocationPredicate.TARGET_ATTRIBUTE);
		if (named != null) {
			return named;
		}
		Route route = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
		String target = (route != null) ? DaprRouteUri.target(route.getUri()) : null;
		return (target != null) ? TargetParser.route(target, path(exchange.getRequest().getURI())) : null;
	}

	private static String path(URI filtered) {
		String path = PercentDecoder.path(RawTarget.of(filtered).path());
		if (path == null) {
			throw new IllegalArgumentException("path: " + filtered.getRawPath() + " (expected: legal escapes)");
		}
		return path;
	}

}
