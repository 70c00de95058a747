package dev.daprinvoke.spring.gateway;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.daprinvoke.invoke.ApiAnswer;

/**
 * Writes the body of what {@link InvokeRoutingFilter} was answered.
 * <p>
 * Its place is around a route's own filters, where Gateway writes what other upstreams
 * answer: filters may still change the answer's head on the way back.
 */
public final class InvokeAnswerFilter implements GlobalFilter, Ordered {

	private static final String ANSWER_ATTRIBUTE = ApiAnswer.class.getName();

	/**
	 * Keeps an answer whose head is already in the exchange, in place of one that a
	 * filter did not like and called again for.
	 * @param answer the answer; its body belongs to this filter from now on
	 * @param exchange the exchange
	 */
	static void keep(ApiAnswer answer, ServerWebExchange exchange) {
		if (exchange.getAttributes().put(ANSWER_ATTRIBUTE, answer) instanceof ApiAnswer replaced) {
			replaced.body().discard();
		}
	}

	@Override
	public int getOrder() {
		return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
		return chain.filter(exchange).then(Mono.defer(() -> write(exchange))).doFinally((signal) -> discard(exchange));
	}

	private static Mono<Void> write(ServerWebExchange exchange) {
		if (exchange.getResponse().isCommitted()) {
			return Mono.empty();
		}
		Object answer = exchange.getAttributes().remove(ANSWER_ATTRIBUTE);
		return (answer instanceof ApiAnswer kept) ? ExchangeAnswer.writeBody(kept, exchange) : Mono.empty();
	}

	// What nobody writes, since the client has gone or a filter answered itself.
	private static void discard(ServerWebExchange exchange) {
		if (exchange.getAttributes().remove(ANSWER_ATTRIBUTE) instanceof ApiAnswer left) {
			left.body().discard();
		}
	}

}
