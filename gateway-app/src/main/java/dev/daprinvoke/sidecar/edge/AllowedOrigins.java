package dev.daprinvoke.sidecar.edge;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The origins that {@code --allowed-origins} names: {@code *} for all, else whole origins
 * in any case, of which each may hold one {@code *} for any text.
 */
final class AllowedOrigins {

	private final List<String> patterns;

	AllowedOrigins(List<String> patterns) {
		this.patterns = patterns.stream().map((pattern) -> pattern.toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * What to answer to a page.
	 * @param origin the page's origin as sent
	 * @return the value of {@code Access-Control-Allow-Origin}, or {@code null} if the
	 * page may not call
	 */
	@Nullable String answerTo(String origin) {
		if (this.patterns.contains("*")) {
			return "*";
		}
		String folded = origin.toLowerCase(Locale.ROOT);
		return this.patterns.stream().anyMatch((pattern) -> matches(pattern, folded)) ? origin : null;
	}

	private static boolean matches(String pattern, String origin) {
		int star = pattern.indexOf('*');
		if (star < 0) {
			return pattern.equals(origin);
		}
		String end = pattern.substring(star + 1);
		return origin.length() >= pattern.length() - 1 && origin.startsWith(pattern.substring(0, star))
				&& origin.endsWith(end);
	}

}
