package dev.daprinvoke.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of a results page, read back from its text. What is not there, or is not a
 * number, is simply missing.
 */
public final class ResultTables {

	private static final Pattern DATE = Pattern.compile("(?m)^# Results of (\\S+)");

	private static final Pattern NUMBER = Pattern.compile("^-?[0-9][0-9,]*(\\.[0-9]+)?");

	private static final String HEADING = "### ";

	private final Map<List<String>, String> cells = new HashMap<>();

	private final Optional<String> date;

	private ResultTables(Optional<String> date) {
		this.date = date;
	}

	/**
	 * Reads a page.
	 * @param page its text
	 * @return its tables
	 */
	public static ResultTables parse(String page) {
		Matcher date = DATE.matcher(page);
		ResultTables tables = new ResultTables((date.find()) ? Optional.of(date.group(1)) : Optional.empty());
		String heading = "";
		List<String> header = List.of();
		for (String line : page.lines().toList()) {
			if (line.startsWith(HEADING)) {
				heading = line.substring(HEADING.length()).strip();
			}
			if (!line.startsWith("|")) {
				header = List.of();
			}
			else if (header.isEmpty()) {
				header = cells(line);
			}
			else {
				tables.addRow(heading, header, cells(line));
			}
		}
		return tables;
	}

	private static List<String> cells(String line) {
		List<String> cells = new ArrayList<>(Arrays.asList(line.substring(1).split("\\|")));
		cells.replaceAll(String::strip);
		return cells;
	}

	private void addRow(String heading, List<String> header, List<String> row) {
		for (int column = 1; column < Math.min(header.size(), row.size()); column++) {
			this.cells.put(List.of(heading, row.get(0), header.get(column)), row.get(column));
		}
	}

	/**
	 * The day the page says it is of.
	 * @return the date as it stands there
	 */
	Optional<String> date() {
		return this.date;
	}

	/**
	 * The number that a cell begins with.
	 * @param section the heading of the table
	 * @param label the first cell of the row
	 * @param column the header of the column
	 * @return the number, or empty
	 */
	OptionalDouble value(Section section, String label, String column) {
		Matcher number = NUMBER.matcher(this.cells.getOrDefault(List.of(section.heading(), label, column), ""));
		return (number.find()) ? OptionalDouble.of(Double.parseDouble(number.group().replace(",", "")))
				: OptionalDouble.empty();
	}

}
