package dev.daprinvoke.observe;

import java.util.List;

/**
 * The labels of a metric, in the order in which values are given and shown. Dapr's are
 * sorted by name.
 *
 * @param names the names; {@code app_id}, where it is there, is our own app's id
 * @param unbounded the one label whose values others choose (a path, an app id), which
 * becomes {@code _other} when there are too many; empty if there is none
 */
public record LabelNames(List<String> names, String unbounded) {

	static final String OTHER = "_other";

	private static final String OWN_ID = "app_id";

	public LabelNames {
		names = List.copyOf(names);
		if (!unbounded.isEmpty() && !names.contains(unbounded)) {
			throw new IllegalArgumentException("unbounded: " + unbounded + " (expected: one of " + names + ")");
		}
	}

	/**
	 * Names labels of which none is unbounded.
	 * @param names the names
	 * @return the labels
	 */
	public static LabelNames of(String... names) {
		return new LabelNames(List.of(names), "");
	}

	/**
	 * Marks the label whose values others choose.
	 * @param name one of the names
	 * @return the labels, so marked
	 */
	public LabelNames unbounded(String name) {
		return new LabelNames(this.names, name);
	}

	int size() {
		return this.names.size();
	}

	boolean isUnbounded(int index) {
		return this.names.get(index).equals(this.unbounded);
	}

	boolean isOwnId(int index) {
		return this.names.get(index).equals(OWN_ID) && !isUnbounded(index);
	}

}
