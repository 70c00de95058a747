package dev.daprinvoke.benchmarks.report;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of one figure of one subject, one for each run in which it was measured.
 */
final class Samples {

	private final SortedMap<Integer, Double> byRun = new TreeMap<>();

	void add(int run, double value) {
		this.byRun.put(run, value);
	}

	boolean isEmpty() {
		return this.byRun.isEmpty();
	}

	int size() {
		return this.byRun.size();
	}

	double median() {
		return median(this.byRun.values());
	}

	double min() {
		return this.byRun.values().stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
	}

	double max() {
		return this.byRun.values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
	}

	/**
	 * The median of the ratios run by run: what disturbs a whole run disturbs both sides.
	 * @param other the values to divide by
	 * @return the median over the runs that have both values, NaN if there are none
	 */
	double medianRatioTo(Samples other) {
		Samples ratios = new Samples();
		this.byRun.forEach((run, value) -> {
			Double divisor = other.byRun.get(run);
			// What the hops "add" may be negative on a noisy machine: no ratio then.
			if (divisor != null && divisor > 0 && value >= 0) {
				ratios.add(run, value / divisor);
			}
		});
		return ratios.median();
	}

	private static double median(Collection<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return Double.NaN;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
