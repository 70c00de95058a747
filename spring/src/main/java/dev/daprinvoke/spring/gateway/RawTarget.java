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
	 * Finds the target of a request, also behind filters that have changed the request.
	 * @param exchange the exchange
	 * @return what the server kept, else what the request's URI says
	 */
	public static RawTarget of(ServerWebExchange exchange) {
		RawTarget kept = unchanged(exchange);
		if (kept == null) {
			kept = exchange.getAttribute(ATTRIBUTE);
		}
		return (kept != null) ? kept : of(exchange.getRequest().getURI());
	}

	/**
	 * The query to pass on, verbatim unless a filter has changed it.
	 * @param exchange the exchange, behind all filters
	 * @return the raw query, possibly empty
	 */
	static String query(ServerWebExchange exchange) {
		RawTarget kept = unchanged(exchange);
		return (kept != null) ? kept.query : of(exchange).query(exchange.getRequest().getURI());
	}

	// A request that a filter has changed has no attributes, its exchange still has them.
	private static @Nullable RawTarget unchanged(ServerWebExchange exchange) {
		return (exchange.getRequest().getAttributes().get(ATTRIBUTE) instanceof RawTarget target) ? target : null;
	}

	// What a filter wrote may hold any character.
	static RawTarget of(URI uri) {
		String ascii = uri.toASCIIString();
		URI legal = ascii.equals(uri.toString()) ? uri : URI.create(ascii);
		return new RawTarget(orEmpty(legal.getRawPath()), orEmpty(legal.getRawQuery()));
	}

	/**
	 * The query to pass on, verbatim unless a filter has changed it: only the URI was
	 * made legal.
	 * @param filtered the request's URI behind all filters
	 * @return the raw query, possibly empty
	 */
	String query(URI filtered) {
		boolean unchanged = isLegalFormOf(this.query, orEmpty(filtered.getRawQuery()));
		return unchanged ? this.query : of(filtered).query();
	}

	private static boolean isLegalFormOf(String raw, String legal) {
		int at = 0;
		for (int i = 0; i < raw.length(); i++) {
			char c = raw.charAt(i);
			boolean same = at < legal.length() && legal.charAt(at) == c;
			if (same && c != '%') {
				at++;
				continue;
			}
			String escape = "%%%02X".formatted((int) c);
			boolean escaped = legal.regionMatches(true, at, escape, 0, 3) && !raw.regionMatches(true, i, escape, 0, 3);
			if (!escaped && !same) {
				return false;
			}
			at += escaped ? 3 : 1;
		}
		return at == legal.length();
	}

	private static String orEmpty(@Nullable String part) {
		return (part != null) ? part : "";
	}

}
