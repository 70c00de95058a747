package dev.daprinvoke.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a message: names and values in the order in which they came, a name as
 * often as it has values, letter case kept. Look-ups ignore case unless they say
 * otherwise. Messages have few headers, so a scan beats a hash. Not thread-safe.
 */
public final class InvokeHeaders {

	private final List<String> entries;

	public InvokeHeaders() {
		this(16);
	}

	/**
	 * Makes room.
	 * @param expected how many entries will probably be added
	 */
	public InvokeHeaders(int expected) {
		this.entries = new ArrayList<>(2 * expected);
	}

	/**
	 * Appends an entry, keeping those of the same name.
	 * @param name the name, letter case kept
	 * @param value the value
	 * @return this
	 */
	public InvokeHeaders add(String name, String value) {
		this.entries.add(name);
		this.entries.add(value);
		return this;
	}

	/**
	 * Replaces all entries of a name, whatever their letter case, by one.
	 * @param name the name
	 * @param value the value
	 * @return this
	 */
	public InvokeHeaders set(String name, String value) {
		remove(name);
		return add(name, value);
	}

	/**
	 * Removes all entries of a name, whatever their letter case.
	 * @param name the name
	 */
	public void remove(String name) {
		removeIf((candidate, value) -> candidate.equalsIgnoreCase(name));
	}

	/**
	 * Removes the entries for which a condition holds.
	 * @param condition asked with name and value
	 */
	public void removeIf(BiPredicate<String, String> condition) {
		int kept = 0;
		for (int i = 0; i < this.entries.size(); i += 2) {
			String name = this.entries.get(i);
			String value = this.entries.get(i + 1);
			if (!condition.test(name, value)) {
				this.entries.set(kept++, name);
				this.entries.set(kept++, value);
			}
		}
		this.entries.subList(kept, this.entries.size()).clear();
	}

	/**
	 * Finds the first value of a name.
	 * @param name the name in any letter case
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String first(String name) {
		for (int i = 0; i < this.entries.size(); i += 2) {
			if (this.entries.get(i).equalsIgnoreCase(name)) {
				return this.entries.get(i + 1);
			}
		}
		return null;
	}

	/**
	 * Finds the first value of a name in just this letter case: by it receivers tell
	 * where a message comes from (contract section 2.3).
	 * @param name the name
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String firstExactly(String name) {
		for (int i = 0; i < this.entries.size(); i += 2) {
			if (this.entries.get(i).equals(name)) {
				return this.entries.get(i + 1);
			}
		}
		return null;
	}

	/**
	 * Finds all values of a name.
	 * @param name the name in any letter case
	 * @return the values in order, possibly none
	 */
	public List<String> all(String name) {
		List<String> values = List.of();
		for (int i = 0; i < this.entries.size(); i += 2) {
			if (this.entries.get(i).equalsIgnoreCase(name)) {
				values = values.isEmpty() ? new ArrayList<>(2) : values;
				values.add(this.entries.get(i + 1));
			}
		}
		return values;
	}

	/**
	 * Whether there is an entry of a name.
	 * @param name the name in any letter case
	 * @return whether there is one
	 */
	public boolean contains(String name) {
		return first(name) != null;
	}

	/**
	 * Hands every entry on, in order.
	 * @param consumer gets name and value
	 */
	public void forEach(BiConsumer<String, String> consumer) {
		for (int i = 0; i < this.entries.size(); i += 2) {
			consumer.accept(this.entries.get(i), this.entries.get(i + 1));
		}
	}

	/**
	 * The name of an entry.
	 * @param index which entry, from 0 to {@code size() - 1}
	 * @return the name
	 */
	public String name(int index) {
		return this.entries.get(2 * index);
	}

	/**
	 * The value of an entry.
	 * @param index which entry, from 0 to {@code size() - 1}
	 * @return the value
	 */
	public String value(int index) {
		return this.entries.get(2 * index + 1);
	}

	/**
	 * The number of entries; a name with two values counts twice.
	 * @return zero or more
	 */
	public int size() {
		return this.entries.size() / 2;
	}

	public boolean isEmpty() {
		return this.entries.isEmpty();
	}

	/** {@code [name: value, …]}, for logs and test failures. */
	@Override
	public String toString() {
		List<String> lines = new ArrayList<>();
		forEach((name, value) -> lines.add(name + ": " + value));
		return lines.toString();
	}

}
