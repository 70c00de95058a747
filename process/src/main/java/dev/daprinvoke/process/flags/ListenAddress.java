package dev.daprinvoke.process.flags;

import java.util.List;
import java.util.stream.Stream;

/**
 * Reads addresses to listen on: IPv6 addresses may stand in brackets, empty means all.
 */
public final class ListenAddress {

	private ListenAddress() {
	}

	/**
	 * Reads addresses. None at all means all of them, written empty.
	 * @param commaSeparated the text
	 * @return the addresses, at least one
	 */
	public static List<String> parseAll(String commaSeparated) {
		return Stream.of(commaSeparated.split(",", -1))
			.map(String::strip)
			.map(ListenAddress::withoutBrackets)
			.distinct()
			.toList();
	}

	/**
	 * Reads one address.
	 * @param address the text
	 * @return the address without brackets
	 */
	public static String withoutBrackets(String address) {
		return (address.startsWith("[") && address.endsWith("]")) ? address.substring(1, address.length() - 1)
				: address;
	}

}
