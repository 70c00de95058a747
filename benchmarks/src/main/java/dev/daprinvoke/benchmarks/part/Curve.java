package dev.daprinvoke.benchmarks.part;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.daprinvoke.benchmarks.report.Figure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;

/**
 * How figures of one subject change with the size of something. Values come size by size
 * and are reported figure by figure, so that each curve can be read downwards.
 */
final class Curve {

	private final Section section;

	private final Map<String, Map<Figure, Double>> byMeasure = new LinkedHashMap<>();

	Curve(Section section) {
		this.section = section;
	}

	/**
	 * Takes a value.
	 * @param measure what was measured
	 * @param unit its unit
	 * @param decimals how many decimals are meaningful
	 * @param size at which size
	 * @param value the value
	 */
	void add(String measure, String unit, int decimals, String size, double value) {
		this.byMeasure.computeIfAbsent(measure, (key) -> new LinkedHashMap<>())
			.put(new Figure(this.section, measure + ", " + size, unit, decimals), value);
	}

	void addResidentMegabytes(Hop hop, String size) {
		add(hop.role(), "MB", 0, size, hop.residentMegabytes());
	}

	void addTo(Results results, String subject) {
		this.byMeasure.values()
			.forEach((points) -> points.forEach((figure, value) -> results.add(figure, subject, value)));
	}

}
