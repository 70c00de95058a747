package dev.daprinvoke.resource;

import java.util.List;
import java.util.Objects;

/**
 * A list of a YAML document.
 *
 * @param at where it was written
 * @param items its items in order
 */
record YamlSequence(Position at, List<YamlValue> items) implements YamlValue {

	YamlSequence {
		items = List.copyOf(items);
	}

	@Override
	public Object toJava() {
		return this.items.stream().map(YamlValue::toJava).filter(Objects::nonNull).toList();
	}

	@Override
	public boolean saysSomething() {
		return !this.items.isEmpty();
	}

}
