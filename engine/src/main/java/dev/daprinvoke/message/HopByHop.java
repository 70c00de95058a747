package dev.daprinvoke.message;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The headers that belong to one HTTP connection and end there: the fixed ones and those
 * that the {@code Connection} header names (contract section 1.6).
 */
public final class HopByHop {

	private static final Set<String> FIXED = Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding",
			"upgrade", "http2-settings", "te", "trailer", "proxy-authorization", "proxy-authenticate");

	private HopByHop() {
	}

	/**
	 * Makes the test for the headers of one message.
	 * @param connection the values of its {@code Connection} header
	 * @return whether a name, in any letter case, belongs to the connection
	 */
	public static Predicate<String> of(List<String> connection) {
		Set<String> named = named(connection);
		return (name) -> {
			String key = name.toLowerCase(Locale.ROOT);
			return FIXED.contains(key) || named.contains(key);
		};
	}

	private static Set<String> named(List<String> connection) {
		if (connection.isEmpty()) {
			return Set.of();
		}
		Set<String> names = new HashSet<>();
		for (String value : connection) {
			for (String name : value.split(",", -1)) {
				names.add(name.strip().toLowerCase(Locale.ROOT));
			}
		}
		return names;
	}

}
