package dev.daprinvoke.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Series of several metrics that are counted together, held under the label values that
 * tell them apart: an event looks up once, whatever the number of its metrics. Safe for
 * use by any number of threads.
 *
 * @param <S> the series of one event
 */
final class HeldSeries<S> {

	private final Map<LabelValues, S> held = new ConcurrentHashMap<>();

	private final Function<String[], S> finder;

	/**
	 * Creates an empty table.
	 * @param finder looks the series up for label values, which it does not keep
	 */
	HeldSeries(Function<String[], S> finder) {
		this.finder = finder;
	}

	/**
	 * The series of one event.
	 * @param labelValues the values that tell it from others; the array is kept
	 * @return its series
	 */
	S of(String... labelValues) {
		LabelValues values = new LabelValues(labelValues);
		S known = this.held.get(values);
		return (known != null) ? known : find(values, labelValues);
	}

	// Values come from callers: further ones, and long ones, are looked up each time.
	private S find(LabelValues values, String[] labelValues) {
		S found = this.finder.apply(labelValues);
		if (this.held.size() < Family.MOST_SERIES && values.isShorterThan(Family.LONGEST_VALUE + 1)) {
			this.held.put(values, found);
		}
		return found;
	}

}
