package dev.daprinvoke.benchmarks.report;

/**
 * What a figure of a pair of sidecars must reach.
 *
 * @param kind how it is compared
 * @param limit with what
 */
public record Bar(Kind kind, double limit) {

	/**
	 * The reference that ratios in bars speak of.
	 */
	static final String REFERENCE = "envoy";

	String text() {
		return String.format(this.kind.text, Double.toString(this.limit).replaceAll("\\.0$", ""));
	}

	/**
	 * Tells whether a pair reaches it.
	 * @param median the median of the pair's own values
	 * @param ratio the median of the ratios to the reference, NaN without one
	 * @return a verdict in words
	 */
	String verdict(double median, double ratio) {
		double value = (this.kind == Kind.AT_MOST_TIMES_REFERENCE) ? ratio : median;
		if (Double.isNaN(value)) {
			return "not measured";
		}
		boolean reached = switch (this.kind) {
			case AT_MOST_TIMES_REFERENCE -> value <= this.limit;
			case AT_LEAST -> value >= this.limit;
			case BELOW -> value < this.limit;
		};
		return (reached) ? "reached" : "MISSED";
	}

	/**
	 * How a figure is compared.
	 */
	public enum Kind {

		/**
		 * With a multiple of the reference in the same run.
		 */
		AT_MOST_TIMES_REFERENCE("≤ %s × " + REFERENCE),

		/**
		 * With a number, equal or above.
		 */
		AT_LEAST("≥ %s"),

		/**
		 * With a number, below.
		 */
		BELOW("< %s");

		private final String text;

		Kind(String text) {
			this.text = text;
		}

	}

}
