package dev.daprinvoke.observe;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts events. Safe for use by any number of threads; a held counter costs a few
 * nanoseconds per event.
 */
public final class Counter extends Meter {

	private final LongAdder cell = new LongAdder();

	Counter() {
	}

	/** Counts one event. */
	public void increment() {
		this.cell.increment();
	}

	/**
	 * Counts several events.
	 * @param events how many
	 * @throws IllegalArgumentException if {@code events} is negative
	 */
	public void add(long events) {
		if (events < 0) {
			throw new IllegalArgumentException("events: " + events + " (expected: 0 or more)");
		}
		this.cell.add(events);
	}

	/**
	 * The number of events counted before this call, and perhaps some counted during it.
	 * @return the number of events
	 */
	public long count() {
		return this.cell.sum();
	}

	@Override
	void writeTo(Samples samples) {
		samples.value(count());
	}

}
