package dev.daprinvoke.observe;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The label values that tell one series of a metric from another. Made for every look-up,
 * so it borrows the given array; what {@link #replaced} returns owns its own, and is what
 * a table keeps.
 */
final class LabelValues implements Comparable<LabelValues> {

	private final String[] values;

	private final int hash;

	LabelValues(String[] values) {
		this.values = values;
		this.hash = Arrays.hashCode(values);
	}

	LabelValues replaced(IntPredicate indexes) {
		String[] replaced = this.values.clone();
		for (int i = 0; i < replaced.length; i++) {
			if (indexes.test(i)) {
				replaced[i] = LabelNames.OTHER;
			}
		}
		return new LabelValues(replaced);
	}

	boolean isShorterThan(int length) {
		for (String value : this.values) {
			if (value.length() >= length) {
				return false;
			}
		}
		return true;
	}

	int size() {
		return this.values.length;
	}

	String get(int index) {
		return this.values[index];
	}

	List<String> asList() {
		return List.of(this.values);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof LabelValues that && this.hash == that.hash && Arrays.equals(this.values, that.values);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public int compareTo(LabelValues other) {
		return Arrays.compare(this.values, other.values);
	}

	@Override
	public String toString() {
		return Arrays.toString(this.values);
	}

}
