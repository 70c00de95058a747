package dev.daprinvoke.benchmarks.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The results as tables, one for each section: medians with their spread, ratios of each
 * pair of sidecars to the references, bars and verdicts.
 */
public final class Report {

	static final String NOTHING = "–";

	private final Results results;

	private final List<String> subjects;

	private final List<String> judged;

	private final List<String> references;

	/**
	 * Prepares a report.
	 * @param results what was measured
	 * @param subjects the columns
	 * @param judged those of them whose ratios and bars are shown
	 * @param references those they are divided by
	 */
	public Report(Results results, List<String> subjects, List<String> judged, List<String> references) {
		this.results = results;
		this.subjects = List.copyOf(subjects);
		this.judged = List.copyOf(judged);
		this.references = List.copyOf(references);
	}

	/**
	 * Renders the tables, readable in a terminal and as Markdown.
	 * @return the text
	 */
	public String render() {
		Map<Section, Table> tables = new EnumMap<>(Section.class);
		for (Figure figure : this.results.figures()) {
			tables.computeIfAbsent(figure.section(), (section) -> new Table(header())).addRow(row(figure));
		}
		StringBuilder text = new StringBuilder();
		tables.forEach((section, table) -> text.append("### ")
			.append(section.heading())
			.append("\n\n")
			.append(table.render())
			.append('\n'));
		if (!this.results.failures().isEmpty()) {
			text.append("### Not measured\n\n");
			this.results.failures().forEach((failure) -> text.append("- ").append(failure).append('\n'));
			text.append('\n');
		}
		return text.toString();
	}

	private List<String> header() {
		List<String> header = new ArrayList<>(List.of("Figure", "Unit"));
		header.addAll(this.subjects);
		forEachRatio((subject, reference) -> header.add(subject + " ÷ " + reference));
		if (!this.judged.isEmpty()) {
			header.add("Bar");
		}
		return header;
	}

	private List<String> row(Figure figure) {
		List<String> row = new ArrayList<>(List.of(figure.label(), figure.unit()));
		this.subjects.forEach((subject) -> row.add(value(figure, this.results.samples(figure, subject))));
		forEachRatio((subject, reference) -> row.add(ratio(figure, subject, reference)));
		if (!this.judged.isEmpty()) {
			row.add(bar(figure));
		}
		return row;
	}

	private void forEachRatio(BiConsumer<String, String> action) {
		for (String subject : this.judged) {
			this.references.forEach((reference) -> action.accept(subject, reference));
		}
		if (this.judged.size() > 1) {
			action.accept(this.judged.get(1), this.judged.get(0));
		}
	}

	private static String value(Figure figure, Samples samples) {
		if (samples.isEmpty()) {
			return NOTHING;
		}
		String median = figure.format(samples.median());
		return (samples.size() == 1) ? median
				: median + " (" + figure.format(samples.min()) + "–" + figure.format(samples.max()) + ")";
	}

	private String ratio(Figure figure, String subject, String reference) {
		double ratio = this.results.samples(figure, subject).medianRatioTo(this.results.samples(figure, reference));
		return (Double.isNaN(ratio)) ? NOTHING : String.format(Locale.ROOT, "%.2f", ratio);
	}

	private String bar(Figure figure) {
		return Bar.of(figure).map((bar) -> bar(bar, figure)).orElse("");
	}

	private String bar(Bar bar, Figure figure) {
		List<String> verdicts = this.judged.stream()
			.map((subject) -> ((this.judged.size() > 1) ? subject + " " : "")
					+ bar.verdict(bar.reached(figure, this.results, subject)))
			.toList();
		return bar.must() + ": " + String.join(", ", verdicts);
	}

}
