package dev.daprinvoke.observe;

/**
 * The cell that counts one series of a {@link Family}. Meters only grow and never expire,
 * as Prometheus expects.
 */
public abstract sealed class Meter permits Counter, Histogram {

	/**
	 * Writes the current values. Called by scrapes, concurrently with counting.
	 * @param samples where to write, with name and labels of the series set
	 */
	abstract void writeTo(Samples samples);

}
