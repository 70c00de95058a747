package dev.daprinvoke.spring.gateway;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

import dev.daprinvoke.invoke.ApiTrace;
import dev.daprinvoke.message.TraceContext;

/**
 * The point of a trace at which an exchange stands, as the server found or made it.
 */
public final class ExchangeTrace {

	/** The exchange attribute under which a server keeps the {@link ApiTrace}. */
	public static final String ATTRIBUTE = ApiTrace.class.getName();

	private ExchangeTrace() {
	}

	/**
	 * Finds the trace of a request.
	 * @param exchange the exchange
	 * @return the context, or {@code null} if the server does not trace
	 */
	static @Nullable TraceContext of(ServerWebExchange exchange) {
		return (exchange.getAttribute(ATTRIBUTE) instanceof ApiTrace trace) ? trace.context() : null;
	}

}
