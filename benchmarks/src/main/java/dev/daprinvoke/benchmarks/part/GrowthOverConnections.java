package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.ClosedLoop;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * Requests per second, processor time and memory of the hops as the number of connections
 * grows, the references beside the pair of sidecars.
 */
public final class GrowthOverConnections implements Part {

	private static final int[] CONNECTIONS = { 1, 16, 64, 256 };

	private final ClosedLoop load;

	private final Pace pace;

	private final Progress progress;

	/**
	 * Prepares the part.
	 * @param load the load driver
	 * @param pace how long
	 * @param progress where the lines go
	 */
	public GrowthOverConnections(ClosedLoop load, Pace pace, Progress progress) {
		this.load = load;
		this.pace = pace;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		for (Subject subject : subjects) {
			if (!subject.hops().isEmpty()) {
				Curve curve = new Curve(Section.GROWTH_CONNECTIONS);
				for (int connections : CONNECTIONS) {
					Attempt.of(subject.name(), "growth to " + connections + " connections", results, this.progress,
							() -> measure(subject, connections, curve));
				}
				curve.addTo(results, subject.name());
			}
		}
	}

	private void measure(Subject subject, int connections, Curve curve) throws IOException, InterruptedException {
		Cost cost = Cost.of(subject,
				() -> this.load.run(ClosedLoop.Requests.GET, subject.target(), connections, this.pace.closedLoop()));
		String size = (connections == 1) ? "1 connection" : connections + " connections";
		curve.add("requests", "1/s", 0, size, cost.requestsPerSecond());
		curve.add("CPU of the pair per 10,000", "s", 3, size, cost.pair());
		Hop.of(subject).forEach((hop) -> curve.addResidentMegabytes(hop, size));
		this.progress.line(subject.name(), String.format("growth: %s, %,.0f/s, %.3f CPU s per 10,000", size,
				cost.requestsPerSecond(), cost.pair()));
	}

}
