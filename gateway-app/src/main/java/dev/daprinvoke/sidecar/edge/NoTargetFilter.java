package dev.daprinvoke.sidecar.edge;

import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.spring.gateway.ExchangeAnswer;

/**
 * Answers requests that name no target and match no route (contract section 1.2).
 */
final class NoTargetFilter implements GatewayFilter, Ordered {

	private final DaprEndpoints endpoints;

	NoTargetFilter(DaprEndpoints endpoints) {
		this.endpoints = endpoints;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
		return ExchangeAnswer.write(this.endpoints.unmatched(), exchange);
	}

}
