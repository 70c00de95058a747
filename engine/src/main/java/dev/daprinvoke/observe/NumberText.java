package dev.daprinvoke.observe;

import java.math.BigDecimal;

/**
 * Numbers as daprd's metrics page writes them: the shortest digits that read back as the
 * same double, and an exponent of at least two digits from a million upwards and below
 * 0.0001 ({@code 262144}, {@code 1.048576e+06}, {@code 0.554231}).
 */
final class NumberText {

	private static final int FIRST_EXPONENT_UPWARDS = 6;

	private static final int LAST_EXPONENT_DOWNWARDS = -5;

	private NumberText() {
	}

	static String of(long value) {
		return (value > -1_000_000 && value < 1_000_000) ? Long.toString(value) : of((double) value);
	}

	static String of(double value) {
		if (Double.isNaN(value)) {
			return "NaN";
		}
		if (Double.isInfinite(value)) {
			return (value > 0) ? "+Inf" : "-Inf";
		}
		if (value == 0) {
			return "0";
		}
		BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
		int exponent = decimal.precision() - decimal.scale() - 1;
		if (exponent < FIRST_EXPONENT_UPWARDS && exponent > LAST_EXPONENT_DOWNWARDS) {
			return decimal.toPlainString();
		}
		return mantissa(decimal) + ((exponent < 0) ? "e-" : "e+") + twoDigits(Math.abs(exponent));
	}

	private static String mantissa(BigDecimal decimal) {
		String digits = decimal.unscaledValue().abs().toString();
		String sign = (decimal.signum() < 0) ? "-" : "";
		return sign + digits.charAt(0) + ((digits.length() > 1) ? "." + digits.substring(1) : "");
	}

	private static String twoDigits(int exponent) {
		return (exponent < 10) ? "0" + exponent : Integer.toString(exponent);
	}

}
