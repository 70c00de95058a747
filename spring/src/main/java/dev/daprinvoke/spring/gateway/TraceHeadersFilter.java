package dev.daprinvoke.spring.gateway;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

import dev.daprinvoke.message.TraceContext;

/**
 * Tells upstreams that are called by Gateway itself, those of {@code http://} and
 * {@code https://} routes, the trace that their request belongs to: the same that apps
 * are told and the answer names. Baggage goes on as it came.
 */
public final class TraceHeadersFilter implements HttpHeadersFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
		TraceContext trace = ExchangeTrace.of(exchange);
		if (trace == null) {
			return input;
		}
		HttpHeaders headers = new HttpHeaders();
		headers.putAll(input);
		headers.set("traceparent", trace.traceparent());
		if (trace.state().isEmpty()) {
			headers.remove("tracestate");
		}
		else {
			headers.set("tracestate", trace.state());
		}
		return headers;
	}

}
