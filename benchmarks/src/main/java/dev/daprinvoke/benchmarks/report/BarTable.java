package dev.daprinvoke.benchmarks.report;

import java.util.List;
import java.util.Optional;

/**
 * All bars in one table, with what a pair of sidecars reached in this run.
 */
public final class BarTable {

	private static final String GROWTH = "What grows with connections, known apps and idle exchanges stands in the"
			+ " tables \"Growth\": it has no bar, the curve must have no cliff.";

	private final Results results;

	private final String subject;

	/**
	 * Prepares the table.
	 * @param results what was measured
	 * @param subject the pair that is judged
	 */
	public BarTable(Results results, String subject) {
		this.results = results;
		this.subject = subject;
	}

	/**
	 * Renders heading and table, readable in a terminal and as Markdown. Bars of parts of
	 * which nothing was measured are left out.
	 * @return the text
	 */
	public String render() {
		Table table = new Table(List.of("Figure", "Must", "Aim", "Reached", "Verdict"));
		for (Bar bar : Bar.values()) {
			if (isMeasured(bar.section())) {
				table.addRow(row(bar));
			}
		}
		return "### Bars\n\n" + table.render() + "\n" + (isMeasured(Section.GROWTH_CONNECTIONS) ? GROWTH + "\n\n" : "");
	}

	private boolean isMeasured(Section section) {
		return this.results.figures().stream().anyMatch((figure) -> figure.section() == section);
	}

	private List<String> row(Bar bar) {
		Optional<Figure> figure = this.results.figures().stream().filter(bar::judges).findFirst();
		double reached = figure.map((measured) -> bar.reached(measured, this.results, this.subject)).orElse(Double.NaN);
		String text = (figure.isEmpty() || Double.isNaN(reached)) ? Report.NOTHING : bar.format(figure.get(), reached);
		return List.of(bar.text(), bar.must(), bar.aim(), text, bar.verdict(reached));
	}

}
