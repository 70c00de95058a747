package dev.daprinvoke.observe;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What Prometheus is told about a metric before its values.
 *
 * @param name the metric's name, ASCII letters, digits and underscores
 * @param type {@code counter}, {@code gauge} or {@code histogram}
 * @param help one line for humans
 * @param labels the names of its labels
 * @param bounds the limits of its buckets, null if it has none
 */
record Description(String name, Type type, String help, LabelNames labels, @Nullable Bounds bounds) {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

	Description {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"name: " + name + " (expected: ASCII letters, digits and underscores, no digit first)");
		}
	}

	void appendTo(StringBuilder out) {
		out.append("# HELP ").append(this.name).append(' ');
		out.append(this.help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
		out.append("# TYPE ").append(this.name).append(' ').append(this.type).append('\n');
	}

	enum Type {

		COUNTER("counter"), GAUGE("gauge"), HISTOGRAM("histogram");

		private final String text;

		Type(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
