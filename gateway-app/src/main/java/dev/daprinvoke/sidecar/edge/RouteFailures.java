package dev.daprinvoke.sidecar.edge;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

/**
 * Says in one line why a route's upstream or one of its filters failed, where Spring Boot
 * would write an error with a stack trace for each request; Boot still gives the answer.
 * Boot's own line is switched off where logging is set up.
 */
final class RouteFailures implements WebExceptionHandler, Ordered {

	private static final Logger log = LoggerFactory.getLogger(RouteFailures.class);

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
		boolean refused = failure instanceof ErrorResponse answer && answer.getStatusCode().is4xxClientError();
		if (failure instanceof AbortedException) {
			log.debug("The client of {} {} has left: {}", exchange.getRequest().getMethod(),
					exchange.getRequest().getPath(), failure.getMessage());
		}
		else if (!refused) {
			log.warn("The route of {} {} failed: {}", exchange.getRequest().getMethod(),
					exchange.getRequest().getPath(), failure.toString());
		}
		return Mono.error(failure);
	}

}
