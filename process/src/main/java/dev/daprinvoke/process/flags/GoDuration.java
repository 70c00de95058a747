package dev.daprinvoke.process.flags;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.daprinvoke.process.log.GoQuoted;

/**
 * Reads and writes durations as Go does: {@code 3m0s}, {@code 1.5h}, {@code 500ms},
 * {@code 0}.
 */
public final class GoDuration {

	private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "μs", 1_000L, "ms",
			1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

	private static final Pattern WHOLE = Pattern.compile("[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)[a-zµμ]+)+)");

	private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([a-zµμ]+)");

	private static final int MAX_LENGTH = 64;

	private GoDuration() {
	}

	/**
	 * Reads a duration.
	 * @param text the text
	 * @return the duration
	 * @throws IllegalArgumentException with Go's words for what is wrong
	 */
	public static Duration parse(String text) {
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

	/**
	 * Writes a duration as Go prints it: hours, minutes and seconds from one second on,
	 * else in the largest unit that leaves a whole part.
	 * @param duration the duration
	 * @return for example {@code 1h0m0.5s}, {@code 1.5ms} or {@code 0s}
	 */
	public static String format(Duration duration) {
		if (duration.isNegative()) {
			return "-" + format(duration.negated());
		}
		if (duration.getSeconds() == 0) {
			return fraction(duration.getNano());
		}
		long nanos = duration.toNanosPart();
		String seconds = decimal(duration.toSecondsPart() * 1_000_000_000L + nanos, 9) + "s";
		if (duration.toMinutes() == 0) {
			return seconds;
		}
		String minutes = duration.toMinutesPart() + "m" + seconds;
		return (duration.toHours() == 0) ? minutes : duration.toHours() + "h" + minutes;
	}

	private static String fraction(int nanos) {
		if (nanos == 0) {
			return "0s";
		}
		if (nanos < 1_000) {
			return nanos + "ns";
		}
		return (nanos < 1_000_000) ? decimal(nanos, 3) + "µs" : decimal(nanos, 6) + "ms";
	}

	private static String decimal(long value, int places) {
		BigDecimal number = BigDecimal.valueOf(value, places);
		return (number.signum() == 0) ? "0" : number.stripTrailingZeros().toPlainString();
	}

}
