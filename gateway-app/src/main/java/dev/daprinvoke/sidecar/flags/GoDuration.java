package dev.daprinvoke.sidecar.flags;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.daprinvoke.sidecar.log.GoQuoted;

/**
 * Reads durations as Go writes them: {@code 3m0s}, {@code 1.5h}, {@code 500ms},
 * {@code 0}.
 */
final class GoDuration {

	private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "μs", 1_000L, "ms",
			1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

	private static final Pattern WHOLE = Pattern.compile("[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)[a-zµμ]+)+)");

	private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([a-zµμ]+)");

	private static final int MAX_LENGTH = 64;

	private GoDuration() {
	}

	/**
	 * Reads a duration.
	 * @throws IllegalArgumentException with Go's words for what is wrong
	 */
	static Duration parse(String text) {
		if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
			throw new IllegalArgumentException("time: invalid duration " + GoQuoted.of(text));
		}
		BigDecimal nanos = BigDecimal.ZERO;
		for (Matcher part = PART.matcher(text); part.find();) {
			Long unit = NANOS.get(part.group(2));
			if (unit == null) {
				throw new IllegalArgumentException("time: unknown unit %s in duration %s"
					.formatted(GoQuoted.of(part.group(2)), GoQuoted.of(text)));
			}
			nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
		}
		return ofNanos(text.startsWith("-") ? nanos.negate() : nanos, text);
	}

	private static Duration ofNanos(BigDecimal nanos, String text) {
		try {
			return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
		}
		catch (ArithmeticException ex) {
			throw new IllegalArgumentException("time: invalid duration " + GoQuoted.of(text), ex);
		}
	}

}
