package dev.daprinvoke.autoconfigure.reference;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A configuration property as its metadata tell it.
 *
 * @param name its key; what users name themselves is in angle brackets
 * @param type its Java type
 * @param description what it does, possibly empty
 * @param defaultValue its default, empty if it has none
 */
record Property(String name, String type, String description, String defaultValue) {

	private static final Pattern VARIABLE = Pattern.compile("\\bDAPR_[A-Z_]+\\b");

	static Property of(String prefix, Map<String, Object> metadata) {
		return new Property(prefix + metadata.get("name"), text(metadata, "type"), text(metadata, "description"),
				text(metadata, "defaultValue"));
	}

	private static String text(Map<String, Object> metadata, String key) {
		return Objects.toString(metadata.get(key), "");
	}

	/** The variables of Dapr that the description names. */
	List<String> variables() {
		return VARIABLE.matcher(this.description).results().map(MatchResult::group).distinct().toList();
	}

	/** The key without its last part. */
	String group() {
		return this.name.substring(0, this.name.lastIndexOf('.'));
	}

	boolean isDuration() {
		return this.type.equals("java.time.Duration");
	}

}
