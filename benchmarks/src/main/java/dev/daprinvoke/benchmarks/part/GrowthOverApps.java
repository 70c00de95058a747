package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.Latencies;
import dev.daprinvoke.benchmarks.load.OpenLoop;
import dev.daprinvoke.benchmarks.load.Target;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.NamedPair;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * Latency and the caller's memory as the number of apps grows that it has called. They
 * are one sidecar under many names, each with an address and so with a connection of its
 * own.
 */
public final class GrowthOverApps implements Part {

	private static final int[] APPS = { 10, 100, 1000 };

	private static final int PER_SECOND = 200;

	private static final double MEDIAN = 50;

	/**
	 * The names lead to addresses from all of 127.0.0.0/8.
	 */
	private static final List<String> CALLEE_FLAGS = List.of("--dapr-internal-grpc-listen-address", "0.0.0.0");

	private final OwnPairs pairs;

	private final OpenLoop load;

	private final Pace pace;

	private final Progress progress;

	/**
	 * Prepares the part.
	 * @param pairs what is measured
	 * @param load the load driver
	 * @param pace how long
	 * @param progress where the lines go
	 */
	public GrowthOverApps(OwnPairs pairs, OpenLoop load, Pace pace, Progress progress) {
		this.pairs = pairs;
		this.load = load;
		this.pace = pace;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		this.pairs.measureEach("growth over apps", CALLEE_FLAGS, results, (pair) -> measure(pair, results));
	}

	private void measure(NamedPair pair, Results results) throws IOException, InterruptedException {
		Subject subject = pair.subject();
		Curve curve = new Curve(Section.GROWTH_APPS);
		for (int apps : APPS) {
			Attempt.of(subject.name(), "growth to " + apps + " apps", results, this.progress,
					() -> measure(pair, apps, curve));
		}
		curve.addTo(results, subject.name());
	}

	private void measure(NamedPair pair, int apps, Curve curve) throws IOException, InterruptedException {
		List<Target> targets = pair.withAliases(apps);
		// The first call of each app opens its connection.
		this.load.run(targets, PER_SECOND, apps);
		int count = Math.max(apps, (int) this.pace.openLoop().toSeconds() * PER_SECOND);
		Latencies latencies = this.load.run(targets, PER_SECOND, count);
		double median = latencies.percentileMillis(MEDIAN);
		Hop caller = Hop.of(pair.subject()).get(0);
		String size = String.format("%,d apps", apps);
		curve.add("p50", "ms", 3, size, median);
		curve.addResidentMegabytes(caller, size);
		this.progress.line(pair.subject().name(),
				String.format("growth: %s, p50 %.3f ms, caller %,.0f MB", size, median, caller.residentMegabytes()));
	}

}
