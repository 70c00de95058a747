package dev.daprinvoke.resolve.mdns;

import java.time.Duration;

/**
 * How long the resolver waits for what.
 *
 * @param browse the longest time a caller waits for the first answer about an app
 * @param settle how much longer, within {@code browse}, it waits for further instances
 * @param retry after which time without an answer it asks once more
 * @param refresh how often it asks again for the apps it knows
 * @param refreshBrowse how long it waits for answers to that before it drops what is old
 * @param addressTtl the age at which an address is old
 */
public record MdnsTimings(Duration browse, Duration settle, Duration retry, Duration refresh, Duration refreshBrowse,
		Duration addressTtl) {

	/** Dapr's times (contract part 2, section 3.2). */
	public static final MdnsTimings DEFAULT = new MdnsTimings(Duration.ofSeconds(1), Duration.ofMillis(100),
			Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(3), Duration.ofSeconds(60));

	public MdnsTimings {
		requirePositive("browse", browse);
		requirePositive("settle", settle);
		requirePositive("retry", retry);
		requirePositive("refresh", refresh);
		requirePositive("refreshBrowse", refreshBrowse);
		requirePositive("addressTtl", addressTtl);
	}

	private static void requirePositive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: more than nothing)");
		}
	}

}
