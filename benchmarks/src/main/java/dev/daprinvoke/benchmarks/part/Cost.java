package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.ClosedLoop.Throughput;
import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.report.Figure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * The processor time that requests took at each hop.
 *
 * @param requestsPerSecond how many passed
 * @param hops seconds per 10,000 requests, in the hops' order
 */
public record Cost(double requestsPerSecond, List<Double> hops) {

	private static final double REQUESTS = 10_000;

	/** A load that is to be measured. */
	public interface Load {

		Throughput run() throws IOException, InterruptedException;

	}

	/**
	 * Measures a load.
	 * @param subject through whom it passes
	 * @param load the load
	 * @return what it has cost
	 */
	public static Cost of(Subject subject, Load load) throws IOException, InterruptedException {
		double[] before = subject.hops().stream().mapToDouble(Child::cpuSeconds).toArray();
		Throughput throughput = load.run();
		double[] after = subject.hops().stream().mapToDouble(Child::cpuSeconds).toArray();
		Double[] each = new Double[before.length];
		for (int i = 0; i < before.length; i++) {
			each[i] = (after[i] - before[i]) * REQUESTS / throughput.requests();
		}
		return new Cost(throughput.requestsPerSecond(), List.of(each));
	}

	/**
	 * What both hops took.
	 * @return seconds per 10,000 requests
	 */
	public double pair() {
		return this.hops.stream().mapToDouble(Double::doubleValue).sum();
	}

	/**
	 * Adds a row for each hop, and one for both.
	 * @param results takes them
	 * @param subject of whom
	 * @param section where to
	 */
	public void addTo(Results results, Subject subject, Section section) {
		List<Hop> roles = Hop.of(subject);
		for (int i = 0; i < roles.size(); i++) {
			results.add(new Figure(section, roles.get(i).role(), "s", 3), subject.name(), this.hops.get(i));
		}
		if (!roles.isEmpty()) {
			results.add(new Figure(section, "pair", "s", 3), subject.name(), pair());
		}
	}

}
