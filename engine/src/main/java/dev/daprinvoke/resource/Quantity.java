package dev.daprinvoke.resource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount written as Kubernetes writes them: {@code 4Mi}, {@code 1.5k}, {@code 100m},
 * {@code 2e3}. As there, nothing is finer than a billionth (finer amounts are rounded
 * away from zero) and nothing larger than 2<sup>63</sup> − 1 (larger ones are that).
 *
 * @param amount the amount
 * @param notation how it was written, and is written again
 */
public record Quantity(BigDecimal amount, Notation notation) {

	private static final String DECIMAL_SUFFIXES = "numkMGTPE";

	private static final String BINARY_SUFFIXES = "KMGTPE";

	private static final int MAX_LENGTH = 64;

	private static final int FINEST = 9;

	private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

	private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

	private static final Pattern SYNTAX = Pattern.compile("(?<number>[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))"
			+ "(?:[eE](?<exponent>[+-]?[0-9]{1,4})|(?<binary>[KMGTPE])i|(?<decimal>[numkMGTPE]))?");

	public Quantity {
		if (amount.abs().compareTo(LARGEST) > 0) {
			amount = (amount.signum() > 0) ? LARGEST : LARGEST.negate();
		}
		if (amount.scale() > FINEST) {
			amount = amount.setScale(FINEST, RoundingMode.UP);
		}
		amount = amount.stripTrailingZeros();
	}

	/**
	 * Reads a quantity.
	 * @param text the text
	 * @return the quantity
	 * @throws IllegalArgumentException if the text is no quantity
	 */
	public static Quantity parse(String text) {
		Matcher matcher = SYNTAX.matcher(text);
		if (text.length() > MAX_LENGTH || !matcher.matches()) {
			throw new IllegalArgumentException("quantity: " + shortened(text)
					+ " (expected: a number, which one of n u m k M G T P E, Ki Mi Gi Ti Pi Ei or e<exponent> may follow)");
		}
		BigDecimal number = new BigDecimal(matcher.group("number"));
		String exponent = matcher.group("exponent");
		if (exponent != null) {
			return new Quantity(number.scaleByPowerOfTen(Integer.parseInt(exponent)), Notation.EXPONENT);
		}
		String binary = matcher.group("binary");
		if (binary != null) {
			return new Quantity(number.multiply(KIBI.pow(BINARY_SUFFIXES.indexOf(binary) + 1)), Notation.BINARY);
		}
		String decimal = matcher.group("decimal");
		return new Quantity((decimal != null) ? number.scaleByPowerOfTen(power(decimal)) : number, Notation.DECIMAL);
	}

	/**
	 * A number of bytes.
	 * @param bytes how many
	 * @return the quantity, in binary notation
	 */
	public static Quantity ofBytes(long bytes) {
		return new Quantity(BigDecimal.valueOf(bytes), Notation.BINARY);
	}

	/**
	 * The amount as a whole number, rounded away from zero.
	 * @return the number
	 */
	public long value() {
		return this.amount.setScale(0, RoundingMode.UP).longValueExact();
	}

	/**
	 * The shortest text without a fraction; parsed, it gives the same amount.
	 */
	@Override
	public String toString() {
		if (this.amount.signum() == 0) {
			return "0";
		}
		if (this.notation == Notation.BINARY && isWhole(this.amount) && this.amount.abs().compareTo(KIBI) >= 0) {
			return binary();
		}
		int power = 18;
		while (!isWhole(this.amount.scaleByPowerOfTen(-power))) {
			power -= 3;
		}
		String mantissa = this.amount.scaleByPowerOfTen(-power).toBigIntegerExact().toString();
		if (power == 0) {
			return mantissa;
		}
		return mantissa + ((this.notation == Notation.EXPONENT) ? "e" + power : suffix(power));
	}

	private String binary() {
		BigDecimal mantissa = this.amount;
		int level = 0;
		while (level < BINARY_SUFFIXES.length() && isWhole(mantissa.divide(KIBI))) {
			mantissa = mantissa.divide(KIBI);
			level++;
		}
		return mantissa.toPlainString() + ((level > 0) ? BINARY_SUFFIXES.charAt(level - 1) + "i" : "");
	}

	private static boolean isWhole(BigDecimal number) {
		return number.stripTrailingZeros().scale() <= 0;
	}

	private static String suffix(int power) {
		int index = power / 3 + 3;
		return String.valueOf(DECIMAL_SUFFIXES.charAt((power > 0) ? index - 1 : index));
	}

	private static int power(String suffix) {
		int index = DECIMAL_SUFFIXES.indexOf(suffix);
		return List.of(-9, -6, -3, 3, 6, 9, 12, 15, 18).get(index);
	}

	private static String shortened(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "…" : text;
	}

	/** The family of suffixes a quantity is written with. */
	public enum Notation {

		/** {@code n u m}, none, {@code k M G T P E}. */
		DECIMAL,

		/** {@code Ki Mi Gi Ti Pi Ei}. */
		BINARY,

		/** {@code e3}. */
		EXPONENT

	}

}
