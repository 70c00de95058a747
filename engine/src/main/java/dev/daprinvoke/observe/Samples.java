package dev.daprinvoke.observe;

import java.util.List;

/**
 * Writes the lines of one series in Prometheus' text format. For one thread.
 */
final class Samples {

	private final StringBuilder out;

	private final String name;

	// As far as known: {a="x",b="y" without the closing brace, or nothing.
	private final String labels;

	Samples(StringBuilder out, String name, List<String> labelNames, List<String> labelValues) {
		this.out = out;
		this.name = name;
		this.labels = open(labelNames, labelValues);
	}

	private static String open(List<String> names, List<String> values) {
		StringBuilder labels = new StringBuilder();
		for (int i = 0; i < names.size(); i++) {
			labels.append((i == 0) ? '{' : ',').append(names.get(i)).append("=\"");
			appendEscaped(labels, values.get(i));
			labels.append('"');
		}
		return labels.toString();
	}

	private static void appendEscaped(StringBuilder out, String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			switch (c) {
				case '\\' -> out.append("\\\\");
				case '"' -> out.append("\\\"");
				case '\n' -> out.append("\\n");
				default -> out.append(c);
			}
		}
	}

	void value(long value) {
		line("", NumberText.of(value));
	}

	void value(double value) {
		line("", NumberText.of(value));
	}

	void bucket(String limit, long cumulative) {
		this.out.append(this.name).append("_bucket").append(this.labels);
		this.out.append(this.labels.isEmpty() ? '{' : ',').append("le=\"").append(limit).append("\"} ");
		this.out.append(NumberText.of(cumulative)).append('\n');
	}

	void sum(double sum) {
		line("_sum", NumberText.of(sum));
	}

	void count(long count) {
		line("_count", NumberText.of(count));
	}

	private void line(String suffix, String value) {
		this.out.append(this.name).append(suffix).append(this.labels);
		if (!this.labels.isEmpty()) {
			this.out.append('}');
		}
		this.out.append(' ').append(value).append('\n');
	}

}
