package dev.daprinvoke.sidecar.edge;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.handler.predicate.RoutePredicateFactory;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionRouteLocator;
import org.springframework.cloud.gateway.support.ConfigurationService;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

import dev.daprinvoke.spring.gateway.DaprRouteUri;
import dev.daprinvoke.spring.gateway.ratelimit.InMemoryRateLimiter;

/**
 * Tries every route that users wrote before the first request can come. Gateway itself
 * only logs that one of them cannot be made, and then has none at all.
 */
final class UserRoutes implements SmartInitializingSingleton {

	private static final String RATE_LIMITER = "RequestRateLimiter";

	private final AtomicReference<RouteDefinition> tried = new AtomicReference<>();

	private final Set<String> filters = new TreeSet<>();

	private final Set<String> predicates = new TreeSet<>();

	private final GatewayProperties gateway;

	private final InMemoryRateLimiter limiter;

	private final RouteOrigins origins;

	private final Supplier<RouteDefinitionRouteLocator> locator;

	/**
	 * Creates the trial.
	 * @param gateway what users wrote
	 * @param filters the filters there are
	 * @param predicates the predicates there are
	 * @param configuration binds their arguments
	 * @param limiter knows which routes it limits
	 * @param origins tells where something was written
	 */
	@SuppressWarnings("rawtypes")
	UserRoutes(GatewayProperties gateway, List<GatewayFilterFactory> filters, List<RoutePredicateFactory> predicates,
			ConfigurationService configuration, InMemoryRateLimiter limiter, RouteOrigins origins) {
		this.gateway = gateway;
		filters.forEach((filter) -> this.filters.add(filter.name()));
		predicates.forEach((predicate) -> this.predicates.add(predicate.name()));
		this.limiter = limiter;
		this.origins = origins;
		// Made only for who needs it: most sidecars have no routes of their own.
		this.locator = SingletonSupplier
			.of(() -> new RouteDefinitionRouteLocator(() -> Mono.justOrEmpty(this.tried.get()).flux(), predicates,
					filters, gateway, configuration));
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.origins.requireCurrentNames();
		if (!this.gateway.getDefaultFilters().isEmpty()) {
			attempt("The default-filters" + this.origins.of("default-filters[0]"), probe());
		}
		Set<String> ids = new HashSet<>();
		List<RouteDefinition> routes = this.gateway.getRoutes();
		for (int i = 0; i < routes.size(); i++) {
			RouteDefinition route = routes.get(i);
			String position = "routes[" + i + "]";
			if (route.getId() == null) {
				route.setId(position);
			}
			String name = "Route " + route.getId() + this.origins.of(position);
			if (!ids.add(route.getId())) {
				throw problem(name, "id: " + route.getId() + " (expected: an id of its own)", null);
			}
			attempt(name, route);
		}
	}

	private RouteDefinition probe() {
		RouteDefinition probe = new RouteDefinition();
		probe.setId("default-filters");
		probe.setUri(URI.create("dapr://nobody"));
		probe.setFilters(List.of());
		return probe;
	}

	private void attempt(String name, RouteDefinition route) {
		try {
			check(route);
			make(route);
			requireLimit(route);
		}
		catch (RuntimeException ex) {
			throw problem(name, RootMessage.of(ex), ex);
		}
	}

	// Nothing here waits: the route is made, or not, while it is asked for.
	private void make(RouteDefinition route) {
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		this.tried.set(route);
		this.locator.get().getRoutes().subscribe((made) -> {
		}, failure::set);
		Throwable problem = failure.get();
		if (problem != null) {
			throw Exceptions.propagate(problem);
		}
	}

	private void check(RouteDefinition route) {
		if (route.getUri() != null) {
			DaprRouteUri.check(route.getUri());
			requireNoLoadBalancer(route.getUri());
		}
		for (PredicateDefinition predicate : route.getPredicates()) {
			requireKnown("predicate", predicate.getName(), this.predicates);
		}
		for (FilterDefinition filter : this.gateway.getDefaultFilters()) {
			requireKnown("filter", filter.getName(), this.filters);
		}
		for (FilterDefinition filter : route.getFilters()) {
			requireKnown("filter", filter.getName(), this.filters);
		}
	}

	private static void requireNoLoadBalancer(URI uri) {
		if ("lb".equalsIgnoreCase(uri.getScheme())) {
			throw new IllegalArgumentException("uri: " + uri + " (expected: dapr://" + uri.getRawAuthority()
					+ ", which Dapr's name resolution finds)");
		}
	}

	private static void requireKnown(String kind, @Nullable String name, Set<String> known) {
		if (name == null || !known.contains(name)) {
			throw new IllegalArgumentException(
					kind + ": " + name + " (expected: one of " + String.join(", ", known) + ")");
		}
	}

	private void requireLimit(RouteDefinition route) {
		boolean limited = route.getFilters().stream().anyMatch(UserRoutes::isLimiter)
				|| this.gateway.getDefaultFilters().stream().anyMatch(UserRoutes::isLimiter);
		if (limited && !this.limiter.getConfig().containsKey(route.getId())) {
			throw new IllegalArgumentException(RATE_LIMITER + " without arguments (expected: "
					+ InMemoryRateLimiter.PREFIX + ".replenishRate, the requests per second)");
		}
	}

	private static boolean isLimiter(FilterDefinition filter) {
		return RATE_LIMITER.equals(filter.getName());
	}

	private static RouteProblemException problem(String name, String problem, @Nullable Throwable cause) {
		return new RouteProblemException(name + " cannot be used: " + problem + ". Correct it there.", cause);
	}

}
