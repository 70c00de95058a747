package dev.daprinvoke.resource;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lays a later Configuration file over an earlier one (contract section 7.1): mappings
 * are merged field by field; lists, single values and a resolver's own settings are
 * replaced as a whole. A null takes a mapping or a list away and leaves a single value as
 * it was: that is how real Dapr decodes one file over another.
 */
final class ConfigurationOverlay {

	private static final String RESOLVER_SETTINGS = ".nameResolution.configuration";

	private ConfigurationOverlay() {
	}

	/**
	 * Merges two {@code spec} mappings.
	 * @param later the one that wins
	 * @param earlier the other one
	 * @return the merged mapping; each value keeps the position where it was written
	 */
	static YamlMapping lay(YamlMapping later, YamlMapping earlier) {
		return merge(later, earlier, "");
	}

	private static YamlMapping merge(YamlMapping later, YamlMapping earlier, String path) {
		Map<String, YamlValue> entries = new LinkedHashMap<>(earlier.entries());
		later.entries().forEach((key, value) -> entries.merge(key, value, (old, next) -> {
			String inner = path + "." + key;
			if (old instanceof YamlMapping under && next instanceof YamlMapping over
					&& !inner.equals(RESOLVER_SETTINGS)) {
				return merge(over, under, inner);
			}
			return (next.isNull() && old instanceof YamlScalar) ? old : next;
		}));
		return new YamlMapping(later.at(), entries);
	}

}
