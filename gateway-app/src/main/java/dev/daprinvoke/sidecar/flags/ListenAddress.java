package dev.daprinvoke.sidecar.flags;

import java.util.List;
import java.util.stream.Stream;

/**
 * Reads addresses to listen on: IPv6 addresses may stand in brackets, empty means all.
 */
final class ListenAddress {

	private ListenAddress() {
	}

	/** Comma-separated addresses; no address at all means all of them, written empty. */
	static List<String> parseAll(String commaSeparated) {
		return Stream.of(commaSeparated.split(",", -1))
			.map(String::strip)
			.map(ListenAddress::withoutBrackets)
			.distinct()
			.toList();
	}

	static String withoutBrackets(String address) {
		return (address.startsWith("[") && address.endsWith("]")) ? address.substring(1, address.length() - 1)
				: address;
	}

}
