package dev.daprinvoke.observe;

import java.util.Arrays;

/**
 * The bucket limits of a {@link Histogram}: what Prometheus sees as {@code le}, and the
 * unit in which values are recorded.
 */
public final class Bounds {

	/** Dapr's latency buckets, for values recorded in whole milliseconds. */
	public static final Bounds LATENCY_IN_MILLIS = of(1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40, 50, 65, 80, 100,
			130, 160, 200, 250, 300, 400, 500, 650, 800, 1000, 2000, 5000, 10000, 20000, 50000, 100000);

	/** Dapr's latency buckets in milliseconds, for values recorded in nanoseconds. */
	public static final Bounds LATENCY_IN_NANOS = LATENCY_IN_MILLIS.recordedIn(1_000_000);

	/** Dapr's size buckets, for values recorded in bytes. */
	public static final Bounds BYTES = of(1L << 10, 1L << 11, 1L << 12, 1L << 14, 1L << 16, 1L << 18, 1L << 20,
			1L << 22, 1L << 24, 1L << 26, 1L << 28, 1L << 30, 1L << 32);

	private final long[] exposed;

	private final long[] recorded;

	private final String[] texts;

	private final long unitsPerExposed;

	private Bounds(long[] exposed, long unitsPerExposed) {
		this.exposed = exposed;
		this.unitsPerExposed = unitsPerExposed;
		this.recorded = new long[exposed.length];
		this.texts = new String[exposed.length + 1];
		for (int i = 0; i < exposed.length; i++) {
			this.recorded[i] = Math.multiplyExact(exposed[i], unitsPerExposed);
			this.texts[i] = NumberText.of(exposed[i]);
		}
		this.texts[exposed.length] = "+Inf";
	}

	/**
	 * Makes bounds for values recorded in the unit in which they are exposed.
	 * @param limits the limits, rising; the bucket {@code +Inf} is added
	 * @return the bounds
	 * @throws IllegalArgumentException if a limit is not above the one before it
	 */
	public static Bounds of(long... limits) {
		for (int i = 1; i < limits.length; i++) {
			if (limits[i] <= limits[i - 1]) {
				throw new IllegalArgumentException(
						"limits: " + limits[i - 1] + ", " + limits[i] + " (expected: rising numbers)");
			}
		}
		return new Bounds(limits.clone(), 1);
	}

	/**
	 * The same buckets for values recorded in a finer unit.
	 * @param unitsPerExposed how many recorded units make one exposed unit, at least 1
	 * @return the new bounds
	 */
	public Bounds recordedIn(long unitsPerExposed) {
		if (unitsPerExposed < 1) {
			throw new IllegalArgumentException("unitsPerExposed: " + unitsPerExposed + " (expected: 1 or more)");
		}
		return new Bounds(this.exposed, unitsPerExposed);
	}

	int buckets() {
		return this.texts.length;
	}

	String text(int bucket) {
		return this.texts[bucket];
	}

	/**
	 * Finds the bucket of a value. A value equal to a limit belongs to the bucket above
	 * it, as real Dapr counts (recorded in {@code fixtures/metrics.txt}: a 1 ms round
	 * trip is not in {@code le="1"}). For latencies cut to whole milliseconds that is
	 * also the truth.
	 */
	int bucketOf(long value) {
		// Most calls are fast and most bodies small: the first steps usually suffice.
		int bucket = 0;
		while (bucket < this.recorded.length && value >= this.recorded[bucket]) {
			bucket++;
		}
		return bucket;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Bounds that && this.unitsPerExposed == that.unitsPerExposed
				&& Arrays.equals(this.exposed, that.exposed);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.exposed) + Long.hashCode(this.unitsPerExposed);
	}

	double exposed(long recordedSum) {
		return (double) recordedSum / this.unitsPerExposed;
	}

}
