package dev.daprinvoke.resource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Dapr's files write them, which is Go's way: {@code 1h30m}, {@code 800ms},
 * {@code 1.5s}.
 */
public final class GoDuration {

	private static final int MAX_LENGTH = 64;

	private static final Pattern PART = Pattern
		.compile("(?<number>[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?<unit>ns|us|µs|μs|ms|s|m|h)");

	private static final Map<String, BigDecimal> NANOS = Map.of("ns", BigDecimal.ONE, "us", new BigDecimal("1e3"), "µs",
			new BigDecimal("1e3"), "μs", new BigDecimal("1e3"), "ms", new BigDecimal("1e6"), "s", new BigDecimal("1e9"),
			"m", new BigDecimal("60e9"), "h", new BigDecimal("3600e9"));

	private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

	private GoDuration() {
	}

	/**
	 * Reads a duration.
	 * @param text one or more numbers, each with a unit; {@code 0} needs none
	 * @return the duration, possibly negative
	 * @throws IllegalArgumentException if the text is no duration or is beyond 292 years;
	 * the message is {@code duration: text (expected: …)}
	 */
	public static Duration parse(String text) {
		boolean negative = text.startsWith("-");
		String magnitude = (negative || text.startsWith("+")) ? text.substring(1) : text;
		BigDecimal nanos = magnitude.equals("0") ? BigDecimal.ZERO : sum(text, magnitude);
		if (nanos.compareTo(LARGEST) > 0) {
			throw malformed(text);
		}
		return Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue());
	}

	private static BigDecimal sum(String text, String magnitude) {
		if (magnitude.isEmpty() || magnitude.length() > MAX_LENGTH) {
			throw malformed(text);
		}
		BigDecimal nanos = BigDecimal.ZERO;
		Matcher part = PART.matcher(magnitude);
		int end = 0;
		while (end < magnitude.length()) {
			if (!part.find(end) || part.start() != end) {
				throw malformed(text);
			}
			nanos = nanos.add(new BigDecimal(part.group("number")).multiply(NANOS.get(part.group("unit"))));
			end = part.end();
		}
		return nanos;
	}

	private static IllegalArgumentException malformed(String text) {
		return new IllegalArgumentException(
				"duration: " + ((text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "…" : text)
						+ " (expected: numbers with the units h, m, s, ms, us or ns, such as 1m30s)");
	}

}
