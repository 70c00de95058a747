package dev.daprinvoke.spring.gateway;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * The request target as the client sent it, before Spring made a URI of it: one char for
 * each byte. A server that keeps it puts it into the request's attributes.
 *
 * @param path the raw path, beginning with a slash
 * @param query the raw query without question mark, possibly empty
 */
public record RawTarget(String path, String query) {

	/** The request attribute under which a server keeps it. */
	public static final String ATTRIBUTE = RawTarget.class.getName();

	/**
	 * Finds the target of a request.
	 * @param exchange the exchange
	 * @return what the server kept, else what the request's URI says
	 */
	public static RawTarget of(ServerWebExchange exchange) {
		Object kept = exchange.getRequest().getAttributes().get(ATTRIBUTE);
		return (kept instanceof RawTarget target) ? target : of(exchange.getRequest().getURI());
	}

	private static RawTarget of(URI uri) {
		return new RawTarget(orEmpty(uri.getRawPath()), orEmpty(uri.getRawQuery()));
	}

	private static String orEmpty(@Nullable String part) {
		return (part != null) ? part : "";
	}

}
