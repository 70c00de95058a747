package dev.daprinvoke.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What has changed since the last accepted results: cost, memory and time to ready of the
 * pair that is judged. Processor time is compared as its ratio to the references, which
 * the speed of the machine at that hour moves as well.
 */
public final class Comparison {

	private static final double NOTABLE_PERCENT = 10;

	private static final String JUDGED = "daprd";

	private static final List<Row> ROWS = List.of(
			new Row("CPU per request, pair ÷ envoy", Section.CPU, "pair", JUDGED + " ÷ envoy"),
			new Row("CPU per request, pair ÷ haproxy", Section.CPU, "pair", JUDGED + " ÷ haproxy"),
			new Row("CPU per gRPC call, pair ÷ envoy", Section.GRPC_CPU, "pair", JUDGED + " ÷ envoy"),
			new Row("CPU per gRPC call, pair ÷ haproxy", Section.GRPC_CPU, "pair", JUDGED + " ÷ haproxy"),
			new Row("resident memory, fresh, MB", Section.READY, "resident memory, fresh", JUDGED),
			new Row("resident memory, fresh, JDK 17, MB", Section.READY, "resident memory, fresh, JDK 17", JUDGED),
			new Row("resident memory after load, caller, MB", Section.LOADED, "caller", JUDGED),
			new Row("resident memory after load, callee, MB", Section.LOADED, "callee", JUDGED),
			new Row("time to ready, ms", Section.READY, "time to ready", JUDGED),
			new Row("time to ready, JDK 17, ms", Section.READY, "time to ready, JDK 17", JUDGED));

	private final ResultTables then;

	private final ResultTables now;

	/**
	 * Prepares a comparison.
	 * @param then the last accepted results
	 * @param now the results of this run
	 */
	public Comparison(ResultTables then, ResultTables now) {
		this.then = then;
		this.now = now;
	}

	/**
	 * Renders heading and table, readable in a terminal and as Markdown.
	 * @return the text
	 */
	public String render() {
		Table table = new Table(List.of("Figure", "Then", "Now", "Change"));
		ROWS.stream().map(this::cells).filter((cells) -> !isEmpty(cells)).forEach(table::addRow);
		return "### Compared with the last accepted results" + this.then.date().map((date) -> ", of " + date).orElse("")
				+ "\n\nLess is better everywhere. **Bold**: changed by more than " + Math.round(NOTABLE_PERCENT)
				+ " %. Processor time is compared as the ratio to the reference of the same run, since absolute times"
				+ " change with the machine.\n\n" + table.render() + "\n";
	}

	/** Whether neither of the two runs has measured it. */
	private static boolean isEmpty(List<String> cells) {
		return cells.get(1).equals(Report.NOTHING) && cells.get(2).equals(Report.NOTHING);
	}

	private List<String> cells(Row row) {
		OptionalDouble then = this.then.value(row.section, row.label, row.column);
		OptionalDouble now = this.now.value(row.section, row.label, row.column);
		return List.of(row.text, number(then), number(now), change(then, now));
	}

	private static String number(OptionalDouble value) {
		if (value.isEmpty()) {
			return Report.NOTHING;
		}
		boolean whole = value.getAsDouble() == Math.rint(value.getAsDouble());
		return String.format(Locale.ROOT, (whole) ? "%,.0f" : "%,.2f", value.getAsDouble());
	}

	private static String change(OptionalDouble then, OptionalDouble now) {
		if (then.isEmpty() || now.isEmpty() || then.getAsDouble() == 0) {
			return Report.NOTHING;
		}
		double percent = 100 * (now.getAsDouble() - then.getAsDouble()) / then.getAsDouble();
		String text = String.format(Locale.ROOT, "%+.1f %%", percent);
		return (Math.abs(percent) > NOTABLE_PERCENT) ? "**" + text + "**" : text;
	}

	/**
	 * A figure that is watched.
	 *
	 * @param text what it is called here
	 * @param section the heading of its table
	 * @param label its row
	 * @param column its column
	 */
	private record Row(String text, Section section, String label, String column) {
	}

}
