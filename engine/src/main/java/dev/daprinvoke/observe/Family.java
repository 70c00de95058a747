package dev.daprinvoke.observe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * All series of one metric. There are never more than {@value #MOST_SERIES}: when room
 * gets short, new series are counted under {@code _other} in the label that others
 * choose, and in the end under {@code _other} in every label but our own app's id. A
 * value longer than {@value #LONGEST_VALUE} characters is counted under {@code _other} at
 * once, so that the size of a scrape is bounded too.
 * <p>
 * Safe for use by any number of threads. Looking a series up takes no lock; making one
 * does.
 *
 * @param <M> the kind of meter
 */
public final class Family<M extends Meter> extends Exposed {

	static final int MOST_SERIES = 2_000;

	static final int LONGEST_VALUE = 255;

	// Kept free for series under _other, which still differ in verb and status.
	private static final int KEPT_FOR_OTHER = MOST_SERIES / 10;

	private final Description description;

	private final Supplier<M> meters;

	private final Map<LabelValues, M> series = new ConcurrentHashMap<>();

	Family(Description description, Supplier<M> meters) {
		this.description = description;
		this.meters = meters;
	}

	/**
	 * The meter of one series, made at its first use. It may be held as long as wanted,
	 * which saves looking it up for each event.
	 * @param labelValues one value for each label, in the labels' order; a label without
	 * a value has the empty text. The array is not kept
	 * @return the meter, always the same for the same values
	 * @throws IllegalArgumentException if there are more or fewer values than labels
	 */
	public M with(String... labelValues) {
		LabelValues values = new LabelValues(labelValues);
		M meter = this.series.get(values);
		return (meter != null) ? meter : addOrOverflow(values);
	}

	private M addOrOverflow(LabelValues values) {
		LabelNames labels = this.description.labels();
		if (values.size() != labels.size()) {
			throw new IllegalArgumentException(
					"labelValues: " + values + " (expected: values of " + labels.names() + ")");
		}
		LabelValues wanted = values.replaced((i) -> values.get(i).length() > LONGEST_VALUE);
		M meter = findOrAdd(wanted, MOST_SERIES - KEPT_FOR_OTHER);
		if (meter == null) {
			meter = findOrAdd(wanted.replaced(labels::isUnbounded), MOST_SERIES - 1);
		}
		if (meter == null) {
			meter = this.series.computeIfAbsent(wanted.replaced((i) -> !labels.isOwnId(i)), (key) -> this.meters.get());
		}
		return meter;
	}

	private @Nullable M findOrAdd(LabelValues values, int most) {
		M meter = this.series.get(values);
		if (meter != null || this.series.size() >= most) {
			return meter;
		}
		// Only under the lock do two threads not both take the last place.
		synchronized (this.series) {
			meter = this.series.get(values);
			if (meter == null && this.series.size() < most) {
				meter = this.meters.get();
				this.series.put(values, meter);
			}
			return meter;
		}
	}

	@Override
	Description description() {
		return this.description;
	}

	@Override
	Stream<TextPiece> text() {
		if (this.series.isEmpty()) {
			return Stream.empty();
		}
		return Stream.concat(Stream.of(this.description::appendTo),
				this.series.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(this::piece));
	}

	private TextPiece piece(Map.Entry<LabelValues, M> series) {
		return (out) -> series.getValue()
			.writeTo(new Samples(out, this.description.name(), this.description.labels().names(),
					series.getKey().asList()));
	}

}
