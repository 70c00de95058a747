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
		Object kept = exchange.getRequest().getAttributes().get(ATTRIBUTE);
		if (kept == null) {
			// A changed request has no attributes, its exchange still has them.
			kept = exchange.getAttribute(ATTRIBUTE);
		}
		return (kept instanceof RawTarget target) ? target : of(exchange.getRequest().getURI());
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
