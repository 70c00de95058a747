package dev.daprinvoke.message;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The headers that belong to one HTTP connection and end there: the fixed ones and those
 * that the {@code Connection} header names (contract section 1.6).
 */
public final class HopByHop {

	private HopByHop() {
	}

	/**
	 * Makes the test for the headers of one message.
	 * @param connection the values of its {@code Connection} header
	 * @return whether a name, in any letter case, belongs to the connection
	 */
	public static Predicate<String> of(List<String> connection) {
		Set<String> named = named(connection);
		if (named.isEmpty()) {
			return HopByHop::isFixed;
		}
		return (name) -> isFixed(name) || named.contains(name);
	}

	// Asked for every header of every message: the length rules nearly all of them out.
	private static boolean isFixed(String name) {
		return switch (name.length()) {
			case 2 -> name.equalsIgnoreCase("te");
			case 7 -> name.equalsIgnoreCase("upgrade") || name.equalsIgnoreCase("trailer");
			case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
			case 14 -> name.equalsIgnoreCase("http2-settings");
			case 16 -> name.equalsIgnoreCase("proxy-connection");
			case 17 -> name.equalsIgnoreCase("transfer-encoding");
			case 18 -> name.equalsIgnoreCase("proxy-authenticate");
			case 19 -> name.equalsIgnoreCase("proxy-authorization");
			default -> false;
		};
	}

	// Those that are not fixed anyway: most connections are only kept alive.
	private static Set<String> named(List<String> connection) {
		Set<String> names = Set.of();
		for (String value : connection) {
			if (isFixed(value)) {
				continue;
			}
			names = names.isEmpty() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : names;
			for (String name : value.split(",", -1)) {
				names.add(name.strip());
			}
		}
		return names;
	}

}
