package dev.daprinvoke.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.Children;

/**
 * As many 1 KB GET requests as come back, from a fixed number of connections each of
 * which waits for its answer: wrk with one thread, which leaves the processors to what is
 * measured.
 */
public final class ClosedLoop {

	private static final Duration GRACE = Duration.ofSeconds(30);

	private final Path wrk;

	private final Children children;

	public ClosedLoop(Path wrk, Children children) {
		this.wrk = wrk;
		this.children = children;
	}

	/**
	 * Drives the load and waits for its end.
	 * @param target where to
	 * @param connections how many connections
	 * @param duration how long, in whole seconds
	 * @return what came back
	 * @throws LoadFailure if a single request failed
	 */
	public Throughput run(Target target, int connections, Duration duration) throws IOException, InterruptedException {
		List<String> command = List.of(this.wrk.toString(), "-t1", "-c" + connections,
				"-d" + duration.toSeconds() + "s", "http://" + target.host() + target.path("/kb"));
		try (Child child = this.children.start("wrk", command, Map.of())) {
			if (!child.awaitEnd(duration.plus(GRACE))) {
				throw new LoadFailure("wrk did not end");
			}
			WrkReport report = WrkReport.parse(child.output());
			if (report.failures() > 0 || report.requests() == 0) {
				throw new LoadFailure(report.failures() + " of " + report.requests() + " requests failed at "
						+ connections + " connections");
			}
			return new Throughput(report.requests(), report.requestsPerSecond());
		}
	}

	/**
	 * What came back.
	 *
	 * @param requests how many requests were answered
	 * @param requestsPerSecond how many in a second
	 */
	public record Throughput(long requests, double requestsPerSecond) {
	}

}
