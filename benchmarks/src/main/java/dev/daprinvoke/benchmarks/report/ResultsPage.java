package dev.daprinvoke.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The page that keeps the last accepted figures: what was run, on what, and the report.
 *
 * @param conditions facts about the run, a sentence or two each
 * @param tables the tables
 */
public record ResultsPage(List<String> conditions, String tables) {

	/**
	 * Writes the page.
	 * @param file where to
	 */
	public void writeTo(Path file) throws IOException {
		Files.writeString(file, render(LocalDate.now(ZoneOffset.UTC)));
	}

	String render(LocalDate date) {
		StringBuilder text = new StringBuilder("# Results of " + date + "\n\n");
		text.append("Written by `benchmarks/run --write`. What each figure means stands in [README.md](README.md). ")
			.append("Values are medians over the runs with the lowest and the highest in parentheses; ")
			.append("ratios are taken run by run, and their median is shown.\n\n");
		this.conditions.forEach((condition) -> text.append("- ").append(condition).append('\n'));
		return text.append('\n').append(this.tables.stripTrailing()).append('\n').toString();
	}

}
