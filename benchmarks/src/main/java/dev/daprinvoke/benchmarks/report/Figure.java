package dev.daprinvoke.benchmarks.report;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is measured of every subject: a row of the report.
 *
 * @param section the heading it stands under
 * @param label what it is
 * @param unit its unit
 * @param decimals how many decimals are meaningful
 * @param bar what it must reach, if anything
 */
public record Figure(Section section, String label, String unit, int decimals, @Nullable Bar bar) {

	public Figure(Section section, String label, String unit, int decimals) {
		this(section, label, unit, decimals, null);
	}

	String format(double value) {
		return String.format(Locale.ROOT, "%,." + this.decimals + "f", value);
	}

}
