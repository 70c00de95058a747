package dev.daprinvoke.benchmarks.load;

import java.util.Arrays;

/**
 * How long each request took, in the order in which they were due.
 */
public final class Latencies {

	private static final double NANOS_PER_MILLI = 1_000_000;

	private final long[] nanos;

	/**
	 * Takes the measurements.
	 * @param nanos one latency per request in nanoseconds, not copied
	 */
	public Latencies(long[] nanos) {
		this.nanos = nanos;
	}

	/**
	 * The latencies of some of the requests.
	 * @param from the first request, counted from 0
	 * @param to the request after the last one
	 * @return their latencies
	 */
	public Latencies range(int from, int to) {
		return new Latencies(Arrays.copyOfRange(this.nanos, from, to));
	}

	/**
	 * The latency that the given share of the requests did not exceed (nearest rank).
	 * @param percent above 0, up to 100
	 * @return milliseconds
	 */
	public double percentileMillis(double percent) {
		if (!(percent > 0 && percent <= 100)) {
			throw new IllegalArgumentException("percent: " + percent + " (expected: above 0, up to 100)");
		}
		long[] sorted = this.nanos.clone();
		Arrays.sort(sorted);
		int rank = (int) Math.ceil(percent / 100 * sorted.length);
		return sorted[rank - 1] / NANOS_PER_MILLI;
	}

	public int count() {
		return this.nanos.length;
	}

}
