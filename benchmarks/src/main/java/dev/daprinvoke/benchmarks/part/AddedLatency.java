package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.Latencies;
import dev.daprinvoke.benchmarks.load.OpenLoop;
import dev.daprinvoke.benchmarks.report.Figure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What the hops add to a call at a moderate, fixed rate: the percentile through them
 * minus the same percentile of direct calls in the same run.
 */
public final class AddedLatency implements Part {

	private static final int PER_SECOND = 1000;

	private static final int LEAD_IN_SECONDS = 2;

	private static final double MEDIAN = 50;

	private static final double TAIL = 99;

	private final OpenLoop load;

	private final Pace pace;

	private final Progress progress;

	public AddedLatency(OpenLoop load, Pace pace, Progress progress) {
		this.load = load;
		this.pace = pace;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		Latencies[] direct = new Latencies[1];
		for (Subject subject : subjects) {
			Attempt.of(subject.name(), "latency", results, this.progress, () -> {
				Latencies latencies = measure(subject);
				direct[0] = (subject.hops().isEmpty()) ? latencies : direct[0];
				report(subject, latencies, direct[0], results);
			});
		}
	}

	private Latencies measure(Subject subject) throws InterruptedException {
		int leadIn = LEAD_IN_SECONDS * PER_SECOND;
		int count = (int) this.pace.openLoop().toSeconds() * PER_SECOND;
		return this.load.run(subject.target(), PER_SECOND, leadIn + count).range(leadIn, leadIn + count);
	}

	private void report(Subject subject, Latencies latencies, @Nullable Latencies direct, Results results) {
		StringBuilder line = new StringBuilder("latency:");
		for (double percent : new double[] { MEDIAN, TAIL }) {
			double millis = latencies.percentileMillis(percent);
			String percentile = "p" + (int) percent;
			results.add(new Figure(Section.LATENCY, percentile, "ms", 3), subject.name(), millis);
			line.append(String.format(" %s %.3f ms", percentile, millis));
			if (direct != null && !subject.hops().isEmpty()) {
				double added = millis - direct.percentileMillis(percent);
				results.add(new Figure(Section.LATENCY, "added " + percentile, "ms", 3), subject.name(), added);
				line.append(String.format(" (added %.3f)", added));
			}
		}
		this.progress.line(subject.name(), line.toString());
	}

}
