package dev.daprinvoke.benchmarks.report;

import java.util.Locale;

/**
 * One thing that is measured of every subject: a row of the report.
 *
 * @param section the heading it stands under
 * @param label what it is
 * @param unit its unit
 * @param decimals how many decimals are meaningful
 */
public record Figure(Section section, String label, String unit, int decimals) {

	String format(double value) {
		return String.format(Locale.ROOT, "%,." + this.decimals + "f", value);
	}

}
