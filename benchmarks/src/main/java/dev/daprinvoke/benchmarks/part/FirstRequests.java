package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.Latencies;
import dev.daprinvoke.benchmarks.load.OpenLoop;
import dev.daprinvoke.benchmarks.report.Figure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * The first requests after start at 100 per second, hundred by hundred and all of them:
 * what users feel before a just-in-time compiler has done its work.
 */
public final class FirstRequests implements Part {

	private static final int PER_SECOND = 100;

	private static final int HUNDRED = 100;

	private static final int MEDIAN = 50;

	private static final int TAIL = 99;

	private static final int DRIVER_WARM_UP_PER_SECOND = 2000;

	private static final int DRIVER_WARM_UP_REQUESTS = 6000;

	private final OpenLoop load;

	private final Pace pace;

	private final Progress progress;

	public FirstRequests(OpenLoop load, Pace pace, Progress progress) {
		this.load = load;
		this.pace = pace;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		// The driver and the app are Java too: their own first requests are not to count.
		this.load.run(subjects.get(0).target(), DRIVER_WARM_UP_PER_SECOND, DRIVER_WARM_UP_REQUESTS);
		for (Subject subject : subjects) {
			Attempt.of(subject.name(), "first requests", results, this.progress, () -> {
				Latencies latencies = this.load.run(subject.target(), PER_SECOND, this.pace.firstRequests());
				report(subject, latencies, MEDIAN, results);
				report(subject, latencies, TAIL, results);
				Latencies hundred = latencies.range(0, HUNDRED);
				this.progress.line(subject.name(),
						String.format("first hundred requests: p50 %.1f ms, p99 %.1f ms; first %,d: %.1f and %.1f ms",
								hundred.percentileMillis(MEDIAN), hundred.percentileMillis(TAIL), latencies.count(),
								latencies.percentileMillis(MEDIAN), latencies.percentileMillis(TAIL)));
			});
		}
	}

	private static void report(Subject subject, Latencies latencies, int percent, Results results) {
		Section section = (percent == MEDIAN) ? Section.FIRST_MEDIAN : Section.FIRST_TAIL;
		for (int from = 0; from < latencies.count(); from += HUNDRED) {
			Figure figure = new Figure(section, (from + 1) + " to " + (from + HUNDRED), "ms", 2);
			results.add(figure, subject.name(), latencies.range(from, from + HUNDRED).percentileMillis(percent));
		}
		results.add(new Figure(section, "1 to " + latencies.count(), "ms", 2), subject.name(),
				latencies.percentileMillis(percent));
	}

}
