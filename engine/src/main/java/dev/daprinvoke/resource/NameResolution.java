package dev.daprinvoke.resource;

import java.util.Map;

/**
 * Which resolver finds apps (contract section 7.4).
 *
 * @param component the resolver's name as written, or empty for the default
 * @param version its version as written, or empty for {@code v1}
 * @param configuration its settings as {@code String}, {@code Boolean}, {@code Long},
 * {@code Double}, {@code List} and {@code Map}, without nulls; empty if there are none
 */
public record NameResolution(String component, String version, Map<String, Object> configuration) {

	/** What no file says: the default resolver without settings. */
	public static final NameResolution DEFAULT = new NameResolution("", "", Map.of());

	static NameResolution from(YamlMapping value) {
		return new NameResolution(value.text("component"), value.text("version"),
				value.mapping("configuration").toJava());
	}

}
