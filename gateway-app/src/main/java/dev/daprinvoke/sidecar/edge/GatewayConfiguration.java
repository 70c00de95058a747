package dev.daprinvoke.sidecar.edge;

import java.net.URI;
import java.util.List;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.handler.predicate.RoutePredicateFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.support.ConfigurationService;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Flux;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.sidecar.api.http.ApiRoute;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.spring.gateway.DaprInvocationRoutePredicateFactory;
import dev.daprinvoke.spring.gateway.InvokeAnswerFilter;
import dev.daprinvoke.spring.gateway.InvokeRoutingFilter;
import dev.daprinvoke.spring.gateway.TraceHeadersFilter;
import dev.daprinvoke.spring.gateway.ratelimit.InMemoryRateLimiter;

/**
 * The sidecar's Spring Cloud Gateway: the fixed invocation route first, then routes that
 * users write, and at the end the answer to requests that are nobody's.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RateLimitConfiguration.class)
class GatewayConfiguration {

	@Bean
	ApiServerFactory apiServerFactory(ApiServerSettings settings, LoopResources loops, DaprEndpoints endpoints,
			HttpApi api, EdgeMeters meters, ApiFront front, GatewayProperties gateway, GlobalCorsProperties cors,
			@Value("${dapr.invoke.edge.lane:auto}") String lane, InvocationDoor door) {
		return new ApiServerFactory(settings, loops, endpoints, api, GatewayUse.of(Lane.of(lane), gateway, cors),
				meters, front, door);
	}

	@Bean
	InvocationDoor invocationDoor(FilteringWebHandler filters, RouteLocator routes, ServerCodecConfigurer codecs,
			List<WebExceptionHandler> failures, ApplicationContext context) {
		return new InvocationDoor(filters, routes, codecs, failures, context);
	}

	@Bean
	InvokeRoutingFilter invokeRoutingFilter(HttpApi api) {
		return new InvokeRoutingFilter(api);
	}

	@Bean
	InvokeAnswerFilter invokeAnswerFilter() {
		return new InvokeAnswerFilter();
	}

	@Bean
	RouteFailures routeFailures() {
		return new RouteFailures();
	}

	@Bean
	TraceHeadersFilter traceHeadersFilter() {
		return new TraceHeadersFilter();
	}

	@Bean
	DaprInvocationRoutePredicateFactory daprInvocationRoutePredicateFactory() {
		return new DaprInvocationRoutePredicateFactory();
	}

	@Bean
	RouteDefinitionLocator invocationRoute(DaprEndpoints endpoints) {
		RouteDefinition route = new RouteDefinition();
		route.setId(InvocationDoor.ROUTE_ID);
		route.setUri(URI.create("dapr://invocation"));
		route.setOrder(Ordered.HIGHEST_PRECEDENCE);
		PredicateDefinition predicate = new PredicateDefinition();
		predicate.setName("DaprInvocation");
		route.setPredicates(List.of(predicate));
		return () -> endpoints.serves(ApiRoute.INVOKE) ? Flux.just(route) : Flux.empty();
	}

	@Bean
	@SuppressWarnings("rawtypes")
	UserRoutes userRoutes(GatewayProperties gateway, List<GatewayFilterFactory> filters,
			List<RoutePredicateFactory> predicates, ConfigurationService configuration, InMemoryRateLimiter limiter,
			Environment environment) {
		return new UserRoutes(gateway, filters, predicates, configuration, limiter, new RouteOrigins(environment));
	}

	@Bean
	RouteLocator nobodysRoute(DaprEndpoints endpoints) {
		Route route = Route.async()
			.id("nobodys")
			.uri("dapr://nobody")
			.order(Ordered.LOWEST_PRECEDENCE)
			.predicate((exchange) -> true)
			.filter(new NoTargetFilter(endpoints))
			.build();
		return () -> Flux.just(route);
	}

}
