package dev.daprinvoke.transport.grpc;

import java.util.concurrent.TimeUnit;

import io.netty.util.AsciiString;

/**
 * The header that says how long a gRPC call may take.
 */
public final class GrpcTimeout {

	/** The header's name. */
	public static final AsciiString HEADER = AsciiString.cached("grpc-timeout");

	private static final int MOST_DIGITS = 8;

	private static final long MOST = 99_999_999;

	/** How much of what is no value an error repeats. */
	private static final int LONGEST_TOLD = 32;

	/** Ten years: what is longer is as good as that, and clocks can add it. */
	private static final long LONGEST = TimeUnit.DAYS.toNanos(3650);

	private GrpcTimeout() {
	}

	/**
	 * Reads a value: one to eight digits and a unit.
	 * @param value the header's value
	 * @return the time in nanoseconds, ten years at most
	 * @throws IllegalArgumentException if it is no such value
	 */
	public static long nanos(CharSequence value) {
		int digits = value.length() - 1;
		if (digits < 1 || digits > MOST_DIGITS) {
			throw malformed(value);
		}
		long number = 0;
		for (int i = 0; i < digits; i++) {
			int digit = value.charAt(i) - '0';
			if (digit < 0 || digit > 9) {
				throw malformed(value);
			}
			number = number * 10 + digit;
		}
		return Math.min(LONGEST, unit(value, value.charAt(digits)).toNanos(number));
	}

	private static TimeUnit unit(CharSequence value, char unit) {
		return switch (unit) {
			case 'H' -> TimeUnit.HOURS;
			case 'M' -> TimeUnit.MINUTES;
			case 'S' -> TimeUnit.SECONDS;
			case 'm' -> TimeUnit.MILLISECONDS;
			case 'u' -> TimeUnit.MICROSECONDS;
			case 'n' -> TimeUnit.NANOSECONDS;
			default -> throw malformed(value);
		};
	}

	private static IllegalArgumentException malformed(CharSequence value) {
		String told = (value.length() > LONGEST_TOLD) ? value.subSequence(0, LONGEST_TOLD) + "…" : value.toString();
		return new IllegalArgumentException(
				"malformed grpc-timeout: " + told + " (expected: 1 to 8 digits and one of H, M, S, m, u, n)");
	}

	/**
	 * Writes a value, in the finest unit that it fits.
	 * @param nanos the time in nanoseconds; what is negative counts as 0
	 * @return the header's value
	 */
	public static AsciiString text(long nanos) {
		long left = Math.max(0, nanos);
		if (left <= MOST) {
			return AsciiString.of(left + "n");
		}
		if (left / 1_000 <= MOST) {
			return AsciiString.of(left / 1_000 + "u");
		}
		if (left / 1_000_000 <= MOST) {
			return AsciiString.of(left / 1_000_000 + "m");
		}
		long seconds = left / 1_000_000_000;
		return AsciiString.of((seconds <= MOST) ? seconds + "S" : Math.min(MOST, seconds / 3600) + "H");
	}

}
