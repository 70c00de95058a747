package dev.daprinvoke.spring.gateway;

import java.util.function.Predicate;

import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.web.server.ServerWebExchange;

/**
 * The route predicate {@code DaprInvocation}: matches requests that name a Dapr app.
 */
public final class DaprInvocationRoutePredicateFactory
		extends AbstractRoutePredicateFactory<DaprInvocationRoutePredicateFactory.Config> {

	public DaprInvocationRoutePredicateFactory() {
		super(Config.class);
	}

	@Override
	public Predicate<ServerWebExchange> apply(Config config) {
		return new InvocationPredicate();
	}

	/** The predicate has no arguments. */
	public static final class Config {

	}

}
