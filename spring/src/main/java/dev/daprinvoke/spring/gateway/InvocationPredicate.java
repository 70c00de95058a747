package dev.daprinvoke.spring.gateway;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.TargetParser;

/**
 * Recognises requests that name a Dapr app, in any of the three forms, and keeps what
 * they name for {@link InvokeRoutingFilter}.
 */
public final class InvocationPredicate implements Predicate<ServerWebExchange> {

	/** The exchange attribute that holds the {@link Addressed} target. */
	public static final String TARGET_ATTRIBUTE = Addressed.class.getName();

	@Override
	public boolean test(ServerWebExchange exchange) {
		Addressed addressed = addressed(exchange);
		if (addressed == null) {
			return false;
		}
		exchange.getAttributes().put(TARGET_ATTRIBUTE, addressed);
		return true;
	}

	private static @Nullable Addressed addressed(ServerWebExchange exchange) {
		var headers = exchange.getRequest().getHeaders();
		String path = PercentDecoder.path(RawTarget.of(exchange).path());
		return (path != null)
				? TargetParser.parse(path, headers.getFirst("dapr-app-id"), headers.getFirst("Authorization")) : null;
	}

}
