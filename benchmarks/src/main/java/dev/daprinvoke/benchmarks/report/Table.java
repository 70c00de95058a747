package dev.daprinvoke.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Markdown table whose columns are also straight in a terminal: the first column to the
 * left, numbers to the right.
 */
final class Table {

	private final List<List<String>> rows = new ArrayList<>();

	Table(List<String> header) {
		this.rows.add(List.copyOf(header));
	}

	void addRow(List<String> cells) {
		if (cells.size() != this.rows.get(0).size()) {
			throw new IllegalArgumentException(
					"cells: " + cells + " (expected: one for each column of " + this.rows.get(0) + ")");
		}
		this.rows.add(List.copyOf(cells));
	}

	String render() {
		int[] widths = IntStream.range(0, this.rows.get(0).size())
			.map((column) -> this.rows.stream().mapToInt((row) -> width(row.get(column))).max().orElse(0))
			.toArray();
		List<String> lines = this.rows.stream().map((row) -> line(row, widths)).collect(Collectors.toList());
		lines.add(1, rule(widths));
		return String.join("\n", lines) + "\n";
	}

	private static String line(List<String> row, int[] widths) {
		return IntStream.range(0, widths.length).mapToObj((column) -> {
			String padding = " ".repeat(widths[column] - width(row.get(column)));
			return (column == 0) ? row.get(column) + padding : padding + row.get(column);
		}).collect(Collectors.joining(" | ", "| ", " |"));
	}

	private static String rule(int[] widths) {
		return IntStream.range(0, widths.length)
			.mapToObj((column) -> (column == 0) ? "-".repeat(widths[column] + 2) : "-".repeat(widths[column] + 1) + ":")
			.collect(Collectors.joining("|", "|", "|"));
	}

	private static int width(String cell) {
		return cell.codePointCount(0, cell.length());
	}

}
