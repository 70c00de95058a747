package dev.daprinvoke.resource;

import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A text, number, boolean or null of a YAML document.
 *
 * @param at where it was written
 * @param text what was written, without quotes
 * @param plain whether it was written without quotes and tag, so that it may be more than
 * a text
 */
record YamlScalar(Position at, String text, boolean plain) implements YamlValue {

	// The core schema of YAML 1.2, as real Dapr reads it: "yes" and "0123" stay texts.
	private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

	private static final Set<String> TRUE = Set.of("true", "True", "TRUE");

	private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

	private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");

	private static final Pattern FLOAT = Pattern
		.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

	@Override
	public @Nullable Object toJava() {
		if (!this.plain) {
			return this.text;
		}
		if (isNull()) {
			return null;
		}
		if (TRUE.contains(this.text) || FALSE.contains(this.text)) {
			return TRUE.contains(this.text);
		}
		if (INTEGER.matcher(this.text).matches()) {
			return Long.valueOf(this.text);
		}
		return FLOAT.matcher(this.text).matches() ? (Object) Double.valueOf(this.text) : this.text;
	}

	@Override
	public boolean saysSomething() {
		return !this.text.isEmpty() && !isNull();
	}

	@Override
	public boolean isNull() {
		return this.plain && NULLS.contains(this.text);
	}

}
