package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.ClosedLoop;
import dev.daprinvoke.benchmarks.load.ClosedLoop.Requests;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * What a request with a small body costs, which takes other ways than one without: after
 * a warm-up of its own.
 */
public final class Posts implements Part {

	private final ClosedLoop load;

	private final Pace pace;

	private final Progress progress;

	/**
	 * Prepares the part.
	 * @param load the load driver
	 * @param pace how long
	 * @param progress where the lines go
	 */
	public Posts(ClosedLoop load, Pace pace, Progress progress) {
		this.load = load;
		this.pace = pace;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		for (Subject subject : subjects) {
			Attempt.of(subject.name(), "POST", results, this.progress, () -> measure(subject, results));
		}
	}

	private void measure(Subject subject, Results results) throws IOException, InterruptedException {
		this.load.run(Requests.POST, subject.target(), ClosedLoops.FEW, this.pace.warmUp());
		Cost cost = Cost.of(subject,
				() -> this.load.run(Requests.POST, subject.target(), ClosedLoops.FEW, this.pace.closedLoop()));
		cost.addTo(results, subject, Section.POST);
		this.progress.line(subject.name(),
				String.format("POST: %,.0f/s, %.3f CPU s per 10,000", cost.requestsPerSecond(), cost.pair()));
	}

}
