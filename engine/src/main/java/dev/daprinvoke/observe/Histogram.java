package dev.daprinvoke.observe;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts values by size, in fixed buckets. Safe for use by any number of threads; its
 * memory is fixed when it is made: about 330 bytes for each stripe of a latency
 * histogram, and at most {@value #MOST_STRIPES} stripes.
 */
public final class Histogram extends Meter {

	private static final int MOST_STRIPES = 4;

	// Threads on different cores should not write the same cache line.
	private static final int STRIPES = Math.min(MOST_STRIPES,
			Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

	private static final int LONGS_PER_CACHE_LINE = 8;

	private final Bounds bounds;

	private final int stride;

	// Of each stripe: the sum, then the buckets.
	private final AtomicLongArray cells;

	Histogram(Bounds bounds) {
		this.bounds = bounds;
		int used = 1 + bounds.buckets();
		this.stride = (used + LONGS_PER_CACHE_LINE - 1) / LONGS_PER_CACHE_LINE * LONGS_PER_CACHE_LINE;
		this.cells = new AtomicLongArray(STRIPES * this.stride);
	}

	/**
	 * Counts one value.
	 * @param value the value in the recorded unit of the {@link Bounds}; a negative one
	 * counts as 0
	 */
	public void record(long value) {
		long counted = Math.max(0, value);
		int start = stripe() * this.stride;
		this.cells.getAndIncrement(start + 1 + this.bounds.bucketOf(counted));
		if (counted > 0) {
			this.cells.getAndAdd(start, counted);
		}
	}

	private static int stripe() {
		// Thread ids are consecutive, so event loops spread evenly.
		return (int) Thread.currentThread().getId() & (STRIPES - 1);
	}

	/**
	 * How many values were counted before this call, and perhaps during it.
	 * @return the number of values
	 */
	public long count() {
		long count = 0;
		for (int bucket = 0; bucket < this.bounds.buckets(); bucket++) {
			count += cell(1 + bucket);
		}
		return count;
	}

	/**
	 * The sum of all counted values.
	 * @return the sum in the exposed unit of the {@link Bounds}
	 */
	public double sum() {
		return this.bounds.exposed(cell(0));
	}

	private long cell(int index) {
		long total = 0;
		for (int stripe = 0; stripe < STRIPES; stripe++) {
			total += this.cells.get(stripe * this.stride + index);
		}
		return total;
	}

	@Override
	void writeTo(Samples samples) {
		// The count is that of the buckets just written, so that it always equals +Inf.
		long cumulative = 0;
		for (int bucket = 0; bucket < this.bounds.buckets(); bucket++) {
			cumulative += cell(1 + bucket);
			samples.bucket(this.bounds.text(bucket), cumulative);
		}
		samples.sum(sum());
		samples.count(cumulative);
	}

}
