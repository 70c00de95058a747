package dev.daprinvoke.sidecar.edge;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Mono;

import dev.daprinvoke.spring.gateway.InvocationPredicate;
import dev.daprinvoke.target.Addressed;

/**
 * Brings requests that name a target to the fixed invocation route, with all filters that
 * Gateway gives it, without WebFlux's search for who handles a request: the search costs
 * more than the filters.
 */
final class InvocationDoor implements ApplicationListener<RefreshRoutesResultEvent> {

	/** The fixed route's id. */
	static final String ROUTE_ID = "dapr-invocation";

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime.http");

	private final WebSessionManager sessions = new DefaultWebSessionManager();

	private final LocaleContextResolver locales = new AcceptHeaderLocaleContextResolver();

	private final FilteringWebHandler filters;

	private final RouteLocator routes;

	private final ServerCodecConfigurer codecs;

	private final List<WebExceptionHandler> failures;

	private final ApplicationContext context;

	private volatile @Nullable Route invocation;

	/**
	 * Creates the door.
	 * @param filters runs a route's filters
	 * @param routes all routes
	 * @param codecs reads forms, should a filter ask for one
	 * @param failures answer what filters fail with, the first that can
	 * @param context Spring's context
	 */
	InvocationDoor(FilteringWebHandler filters, RouteLocator routes, ServerCodecConfigurer codecs,
			List<WebExceptionHandler> failures, ApplicationContext context) {
		this.filters = filters;
		this.routes = routes;
		this.codecs = codecs;
		this.failures = failures;
		this.context = context;
	}

	/**
	 * Answers a request.
	 * @param addressed whom it names
	 * @param request the request
	 * @param response the response
	 * @return completes when the answer is written, fails if it broke off
	 */
	Mono<Void> handle(Addressed addressed, ServerHttpRequest request, ServerHttpResponse response) {
		ServerWebExchange exchange = new DefaultServerWebExchange(request, response, this.sessions, this.codecs,
				this.locales, this.context);
		exchange.getAttributes().put(InvocationPredicate.TARGET_ATTRIBUTE, addressed);
		Route known = this.invocation;
		Mono<Void> filtered = (known != null) ? filter(known, exchange)
				: lookup().flatMap((route) -> filter(route, exchange));
		return filtered.onErrorResume((failure) -> answer(failure, exchange)).then(Mono.defer(response::setComplete));
	}

	private Mono<Void> filter(Route route, ServerWebExchange exchange) {
		exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR, route);
		return this.filters.handle(exchange);
	}

	private Mono<Route> lookup() {
		return this.routes.getRoutes()
			.filter((route) -> route.getId().equals(ROUTE_ID))
			.next()
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("Gateway has no route " + ROUTE_ID)))
			.doOnNext((route) -> this.invocation = route);
	}

	@Override
	public void onApplicationEvent(RefreshRoutesResultEvent event) {
		this.invocation = null;
	}

	private Mono<Void> answer(Throwable failure, ServerWebExchange exchange) {
		Mono<Void> answer = Mono.error(failure);
		for (WebExceptionHandler each : this.failures) {
			answer = answer.onErrorResume((left) -> each.handle(exchange, left));
		}
		return answer.onErrorResume((left) -> unanswered(left, exchange));
	}

	private static Mono<Void> unanswered(Throwable failure, ServerWebExchange exchange) {
		if (!exchange.getResponse().setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR)) {
			return Mono.error(failure);
		}
		log.warn("A filter failed for {} {}: {}", exchange.getRequest().getMethod(), exchange.getRequest().getURI(),
				failure.toString());
		return Mono.empty();
	}

}
