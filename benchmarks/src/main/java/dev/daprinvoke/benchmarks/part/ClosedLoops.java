package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.ClosedLoop;
import dev.daprinvoke.benchmarks.report.Figure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * What a request costs and how many pass: processor time per request at 16 connections,
 * requests per second at 16 and 64, memory after that.
 */
public final class ClosedLoops implements Part {

	static final int FEW = 16;

	private static final int MANY = 64;

	private final ClosedLoop load;

	private final Pace pace;

	private final boolean many;

	private final Progress progress;

	/**
	 * Prepares the part.
	 * @param load the load driver
	 * @param pace how long
	 * @param many whether to measure with 64 connections too
	 * @param progress where the lines go
	 */
	public ClosedLoops(ClosedLoop load, Pace pace, boolean many, Progress progress) {
		this.load = load;
		this.pace = pace;
		this.many = many;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		measure(subjects, FEW, results);
		if (this.many) {
			measure(subjects, MANY, results);
		}
		for (Subject subject : subjects) {
			for (Hop hop : Hop.of(subject)) {
				results.add(new Figure(Section.LOADED, hop.role(), "MB", 0), subject.name(), hop.residentMegabytes());
			}
		}
	}

	private void measure(List<Subject> subjects, int connections, Results results)
			throws IOException, InterruptedException {
		for (Subject subject : subjects) {
			Attempt.of(subject.name(), connections + " connections", results, this.progress,
					() -> measure(subject, connections, results));
		}
	}

	private void measure(Subject subject, int connections, Results results) throws IOException, InterruptedException {
		Cost cost = Cost.of(subject,
				() -> this.load.run(ClosedLoop.Requests.GET, subject.target(), connections, this.pace.closedLoop()));
		results.add(new Figure(Section.THROUGHPUT, connections + " connections", "1/s", 0), subject.name(),
				cost.requestsPerSecond());
		if (connections == FEW) {
			cost.addTo(results, subject, Section.CPU);
		}
		this.progress.line(subject.name(), String.format("%d connections: %,.0f/s, %.3f CPU s per 10,000", connections,
				cost.requestsPerSecond(), cost.pair()));
	}

}
