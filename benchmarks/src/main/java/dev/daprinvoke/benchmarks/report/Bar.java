package dev.daprinvoke.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a figure of a pair of sidecars must reach, and what it should.
 */
enum Bar {

	CPU("CPU seconds per 10,000 requests, pair", Section.CPU, "pair", Kind.AT_MOST_TIMES_REFERENCE, 0.75, 0.5),

	RATE_FEW("requests per second, 16 connections", Section.THROUGHPUT, "16 connections", Kind.AT_LEAST_TIMES_REFERENCE,
			1.2, 1.6),

	RATE_MANY("requests per second, 64 connections", Section.THROUGHPUT, "64 connections",
			Kind.AT_LEAST_TIMES_REFERENCE, 1.2, 1.6),

	ADDED_MEDIAN("added p50 at 1,000 requests per second", Section.LATENCY, "added p50", Kind.AT_MOST_TIMES_REFERENCE,
			0.7, 0.45),

	ADDED_TAIL("added p99 at 1,000 requests per second", Section.LATENCY, "added p99", Kind.AT_MOST_TIMES_REFERENCE,
			1.5, 1),

	UP("1 GB up, MB/s", Section.BIG_RATE, "1 GB up", Kind.AT_LEAST, 500, 700),

	DOWN("1 GB down, MB/s", Section.BIG_RATE, "1 GB down", Kind.AT_LEAST, 500, 700),

	UP_CALLER("peak memory, 1 GB up, caller, MB", Section.BIG_MEMORY, "1 GB up, caller", Kind.BELOW, 220, 180),

	UP_CALLEE("peak memory, 1 GB up, callee, MB", Section.BIG_MEMORY, "1 GB up, callee", Kind.BELOW, 220, 180),

	DOWN_CALLER("peak memory, 1 GB down, caller, MB", Section.BIG_MEMORY, "1 GB down, caller", Kind.BELOW, 220, 180),

	DOWN_CALLEE("peak memory, 1 GB down, callee, MB", Section.BIG_MEMORY, "1 GB down, callee", Kind.BELOW, 220, 180),

	ECHO_CALLER("peak memory, 1 GB echo, caller, MB", Section.BIG_MEMORY, "1 GB echo, caller", Kind.BELOW, 220, 180),

	ECHO_CALLEE("peak memory, 1 GB echo, callee, MB", Section.BIG_MEMORY, "1 GB echo, callee", Kind.BELOW, 220, 180),

	READY("time to ready, ms", Section.READY, "time to ready", Kind.AT_MOST, 1000, 600),

	READY_JDK_17("time to ready, JDK 17, ms", Section.READY, "time to ready, JDK 17", Kind.AT_MOST, 2200, 1500),

	FRESH("resident memory, fresh, MB", Section.READY, "resident memory, fresh", Kind.AT_MOST, 150, 110),

	LOADED_CALLER("resident memory after load, caller, MB", Section.LOADED, "caller", Kind.AT_MOST, 190, 140),

	LOADED_CALLEE("resident memory after load, callee, MB", Section.LOADED, "callee", Kind.AT_MOST, 190, 140),

	FIRST_MEDIAN("first 1,000 calls, p50, ms", Section.FIRST_MEDIAN, "1 to 1000", Kind.AT_MOST, 2, 1),

	FIRST_TAIL("first 1,000 calls, p99, ms", Section.FIRST_TAIL, "1 to 1000", Kind.AT_MOST, 12, 6),

	GRPC_CPU("gRPC, CPU seconds per 10,000 unary calls, pair", Section.GRPC_CPU, "pair", Kind.AT_MOST_TIMES_REFERENCE,
			1, 1),

	GRPC_ADDED_MEDIAN("gRPC, added p50 of one call at a time, ms", Section.GRPC_LATENCY, "added p50", Kind.AT_MOST,
			0.35, 0.35),

	GRPC_UP("gRPC, messages of 128 bytes up, 1/s", Section.GRPC_MESSAGES, "128 bytes up", Kind.AT_LEAST, 150_000,
			250_000),

	GRPC_DOWN("gRPC, messages of 128 bytes down, 1/s", Section.GRPC_MESSAGES, "128 bytes down", Kind.AT_LEAST, 150_000,
			250_000);

	/**
	 * The reference that ratios in bars speak of.
	 */
	static final String REFERENCE = "envoy";

	private final String text;

	private final Section section;

	private final String label;

	private final Kind kind;

	private final double must;

	private final double aim;

	Bar(String text, Section section, String label, Kind kind, double must, double aim) {
		this.text = text;
		this.section = section;
		this.label = label;
		this.kind = kind;
		this.must = must;
		this.aim = aim;
	}

	/**
	 * The bar of a figure.
	 * @param figure the figure
	 * @return its bar, or empty if it has none
	 */
	static Optional<Bar> of(Figure figure) {
		return Arrays.stream(values()).filter((bar) -> bar.judges(figure)).findFirst();
	}

	boolean judges(Figure figure) {
		return this.section == figure.section() && this.label.equals(figure.label());
	}

	String text() {
		return this.text;
	}

	Section section() {
		return this.section;
	}

	String must() {
		return this.kind.text(this.must);
	}

	String aim() {
		return this.kind.text(this.aim);
	}

	/**
	 * What is compared with the limits.
	 * @param figure a figure that this bar judges
	 * @param results where its values are
	 * @param subject of whom
	 * @return the median of its values or of their ratios to the reference, NaN without
	 */
	double reached(Figure figure, Results results, String subject) {
		Samples samples = results.samples(figure, subject);
		return (this.kind.timesReference) ? samples.medianRatioTo(results.samples(figure, REFERENCE))
				: samples.median();
	}

	String format(Figure figure, double reached) {
		return (this.kind.timesReference) ? String.format(Locale.ROOT, "%.2f × %s", reached, REFERENCE)
				: figure.format(reached);
	}

	/**
	 * Tells whether that is enough.
	 * @param reached what {@link #reached} told
	 * @return a verdict in words
	 */
	String verdict(double reached) {
		if (Double.isNaN(reached)) {
			return "not measured";
		}
		if (!this.kind.holds(reached, this.must)) {
			return "MISSED";
		}
		return (this.kind.holds(reached, this.aim)) ? "met, and the aim" : "met";
	}

	/**
	 * How a figure is compared with a limit.
	 */
	private enum Kind {

		AT_MOST("≤", false),

		AT_LEAST("≥", false),

		BELOW("<", false),

		AT_MOST_TIMES_REFERENCE("≤", true),

		AT_LEAST_TIMES_REFERENCE("≥", true);

		private final String sign;

		private final boolean timesReference;

		Kind(String sign, boolean timesReference) {
			this.sign = sign;
			this.timesReference = timesReference;
		}

		private String text(double limit) {
			String number = String.format(Locale.ROOT, "%,.2f", limit).replaceAll("\\.?0+$", "");
			return this.sign + " " + number + ((this.timesReference) ? " × " + REFERENCE : "");
		}

		private boolean holds(double value, double limit) {
			return switch (this) {
				case AT_MOST, AT_MOST_TIMES_REFERENCE -> value <= limit;
				case AT_LEAST, AT_LEAST_TIMES_REFERENCE -> value >= limit;
				case BELOW -> value < limit;
			};
		}

	}

}
