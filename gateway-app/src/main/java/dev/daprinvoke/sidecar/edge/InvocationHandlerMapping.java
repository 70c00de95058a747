package dev.daprinvoke.sidecar.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.daprinvoke.spring.gateway.InvocationPredicate;

/**
 * Takes the fixed invocation route, the first of all, for requests that name a target,
 * without asking each time for the list of all routes: that list costs more than the
 * predicate.
 */
final class InvocationHandlerMapping extends RoutePredicateHandlerMapping
		implements ApplicationListener<RefreshRoutesResultEvent> {

	/** The fixed route's id. */
	static final String ROUTE_ID = "dapr-invocation";

	/** Before the mappings of WebFlux, of which the sidecar has no use. */
	private static final int FIRST = -10;

	private final InvocationPredicate namesTarget = new InvocationPredicate();

	private volatile @Nullable Route invocation;

	/**
	 * Creates the mapping.
	 * @param handler runs a route's filters
	 * @param routes all routes
	 * @param cors Gateway's CORS settings
	 * @param environment Spring's properties
	 */
	InvocationHandlerMapping(FilteringWebHandler handler, RouteLocator routes, GlobalCorsProperties cors,
			Environment environment) {
		super(handler, routes, cors, environment);
		setOrder(FIRST);
	}

	@Override
	protected Mono<Route> lookupRoute(ServerWebExchange exchange) {
		Route route = this.invocation;
		if (route == null) {
			return super.lookupRoute(exchange).doOnNext(this::remember);
		}
		return this.namesTarget.test(exchange) ? Mono.just(route) : super.lookupRoute(exchange);
	}

	private void remember(Route route) {
		if (route.getId().equals(ROUTE_ID)) {
			this.invocation = route;
		}
	}

	@Override
	public void onApplicationEvent(RefreshRoutesResultEvent event) {
		this.invocation = null;
	}

}
