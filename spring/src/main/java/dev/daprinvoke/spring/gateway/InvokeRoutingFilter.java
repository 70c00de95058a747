package dev.daprinvoke.spring.gateway;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.target.Addressed;

/**
 * Hands a routed exchange to Dapr's service invocation, if it names a target or its route
 * leads to {@code dapr://} some app. The answer's body is written by
 * {@link InvokeAnswerFilter}, which has to be there too.
 * <p>
 * Its place is behind all of a route's own filters and before Gateway computes a request
 * URL, which could not hold an app id: ids are no host names.
 */
public final class InvokeRoutingFilter implements GlobalFilter, Ordered {

	private final HttpApi api;

	/**
	 * Creates the filter.
	 * @param api performs the calls
	 */
	public InvokeRoutingFilter(HttpApi api) {
		this.api = api;
	}

	@Override
	public int getOrder() {
		return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER - 1;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
		Addressed addressed = ServerWebExchangeUtils.isAlreadyRouted(exchange) ? null : ExchangeTarget.of(exchange);
		if (addressed == null) {
			return chain.filter(exchange);
		}
		ServerWebExchangeUtils.setAlreadyRouted(exchange);
		return this.api.answer(ExchangeRequest.of(exchange, addressed)).doOnNext((answer) -> {
			ExchangeAnswer.writeHead(answer, exchange);
			InvokeAnswerFilter.keep(answer, exchange);
		}).then();
	}

}
