package dev.daprinvoke.process.flags;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads a number of bytes as Kubernetes writes quantities: {@code 4Mi}, {@code 1.5G},
 * {@code 1e3}, {@code 100}.
 */
public final class ByteQuantity {

	private static final Pattern FORM = Pattern
		.compile("([-+]?(?:\\d{1,30}\\.?\\d{0,30}|\\.\\d{1,30}))([numkMGTPE]|[KMGTPE]i|[eE][-+]?\\d{1,3})?");

	private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(Map.entry("n", decimal(-9)),
			Map.entry("u", decimal(-6)), Map.entry("m", decimal(-3)), Map.entry("k", decimal(3)),
			Map.entry("M", decimal(6)), Map.entry("G", decimal(9)), Map.entry("T", decimal(12)),
			Map.entry("P", decimal(15)), Map.entry("E", decimal(18)), Map.entry("Ki", binary(1)),
			Map.entry("Mi", binary(2)), Map.entry("Gi", binary(3)), Map.entry("Ti", binary(4)),
			Map.entry("Pi", binary(5)), Map.entry("Ei", binary(6)));

	private ByteQuantity() {
	}

	/**
	 * Reads a quantity. Fractions of a byte are rounded up.
	 * @param text the text
	 * @return bytes, negative if the text says so
	 * @throws IllegalArgumentException if the text is no quantity or beyond 2^63 bytes
	 */
	public static long parse(String text) {
		Matcher form = FORM.matcher(text);
		if (!form.matches()) {
			throw new IllegalArgumentException(text + " is no quantity");
		}
		BigDecimal bytes = new BigDecimal(form.group(1)).multiply(factor(form.group(2)));
		try {
			return bytes.setScale(0, RoundingMode.UP).longValueExact();
		}
		catch (ArithmeticException ex) {
			throw new IllegalArgumentException(text + " is too large", ex);
		}
	}

	private static BigDecimal factor(@Nullable String suffix) {
		if (suffix == null) {
			return BigDecimal.ONE;
		}
		BigDecimal named = FACTORS.get(suffix);
		return (named != null) ? named : decimal(Integer.parseInt(suffix.substring(1)));
	}

	private static BigDecimal decimal(int exponent) {
		return BigDecimal.ONE.scaleByPowerOfTen(exponent);
	}

	private static BigDecimal binary(int power) {
		return BigDecimal.valueOf(1024).pow(power);
	}

}
