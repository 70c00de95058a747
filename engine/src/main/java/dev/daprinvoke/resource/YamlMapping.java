package dev.daprinvoke.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A mapping of a YAML document, with typed access to its entries. An absent entry and one
 * whose value is null are the same.
 *
 * @param at where it was written
 * @param entries its entries in order
 */
record YamlMapping(Position at, Map<String, YamlValue> entries) implements YamlValue {

	YamlMapping {
		entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
	}

	/**
	 * An entry's value.
	 * @param key the key
	 * @return the value, or {@code null} if it is absent or null
	 */
	@Nullable YamlValue value(String key) {
		YamlValue value = this.entries.get(key);
		return (value == null || value.isNull()) ? null : value;
	}

	/**
	 * The text of an entry, whatever its type would be.
	 * @param key the key
	 * @return the text, or an empty one if the entry is absent
	 */
	String text(String key) {
		YamlValue value = value(key);
		return (value == null) ? "" : scalar(key, value).text();
	}

	/**
	 * A yes or no.
	 * @param key the key
	 * @return what is written, {@code false} if the entry is absent
	 */
	boolean isTrue(String key) {
		YamlValue value = value(key);
		if (value == null) {
			return false;
		}
		if (scalar(key, value).toJava() instanceof Boolean answer) {
			return answer;
		}
		throw new MalformedYamlException(value.at(), key + " is neither true nor false");
	}

	/**
	 * A mapping inside this one.
	 * @param key the key
	 * @return the mapping, or an empty one if the entry is absent
	 */
	YamlMapping mapping(String key) {
		YamlValue value = value(key);
		return (value == null) ? new YamlMapping(this.at, Map.of()) : mapping(key, value);
	}

	/**
	 * The texts of a list.
	 * @param key the key
	 * @return the texts, empty if the entry is absent
	 */
	List<String> texts(String key) {
		return items(key).stream().map((item) -> scalar(key, item).text()).toList();
	}

	/**
	 * The mappings of a list.
	 * @param key the key
	 * @return the mappings, empty if the entry is absent
	 */
	List<YamlMapping> mappings(String key) {
		return items(key).stream().map((item) -> mapping(key, item)).toList();
	}

	List<YamlValue> items(String key) {
		YamlValue value = value(key);
		if (value == null) {
			return List.of();
		}
		if (value instanceof YamlSequence sequence) {
			return sequence.items().stream().filter((item) -> !item.isNull()).toList();
		}
		throw new MalformedYamlException(value.at(), key + " is not a list");
	}

	@Override
	public Map<String, Object> toJava() {
		Map<String, Object> result = new LinkedHashMap<>();
		this.entries.forEach((key, value) -> {
			Object converted = value.toJava();
			if (converted != null) {
				result.put(key, converted);
			}
		});
		return Collections.unmodifiableMap(result);
	}

	@Override
	public boolean saysSomething() {
		return this.entries.values().stream().anyMatch(YamlValue::saysSomething);
	}

	private static YamlScalar scalar(String key, YamlValue value) {
		if (value instanceof YamlScalar scalar) {
			return scalar;
		}
		throw new MalformedYamlException(value.at(), key + " is not a single value");
	}

	private static YamlMapping mapping(String key, YamlValue value) {
		if (value instanceof YamlMapping mapping) {
			return mapping;
		}
		throw new MalformedYamlException(value.at(), key + " is not a mapping");
	}

}
