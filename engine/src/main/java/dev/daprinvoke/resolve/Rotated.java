package dev.daprinvoke.resolve;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * A view of a list that begins in its middle and comes round to the elements before.
 */
final class Rotated<T> extends AbstractList<T> implements RandomAccess {

	private final List<T> elements;

	private final int first;

	private Rotated(List<T> elements, int first) {
		this.elements = elements;
		this.first = first;
	}

	static <T> List<T> of(List<T> elements, int first) {
		return (first == 0) ? elements : new Rotated<>(elements, first);
	}

	@Override
	public T get(int index) {
		int size = this.elements.size();
		if (index < 0 || index >= size) {
			throw new IndexOutOfBoundsException("index: " + index + " (expected: 0 to " + (size - 1) + ")");
		}
		int position = this.first + index;
		return this.elements.get((position < size) ? position : position - size);
	}

	@Override
	public int size() {
		return this.elements.size();
	}

}
