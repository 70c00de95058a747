package dev.daprinvoke.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.Children;

/**
 * As many requests as come back, each answered by 1 KB, from a fixed number of
 * connections each of which waits for its answer: wrk with one thread, which leaves the
 * processors to what is measured.
 */
public final class ClosedLoop {

	private static final Duration GRACE = Duration.ofSeconds(30);

	/** A body as most have it: a small JSON document of known length. */
	private static final String POST = """
			wrk.method = "POST"
			wrk.headers["Content-Type"] = "application/json"
			wrk.body = '{"text":"' .. string.rep("x", 245) .. '"}'
			""";

	private final Path wrk;

	private final Children children;

	public ClosedLoop(Path wrk, Children children) {
		this.wrk = wrk;
		this.children = children;
	}

	/**
	 * Drives the load and waits for its end.
	 * @param requests what is asked
	 * @param target where to
	 * @param connections how many connections
	 * @param duration how long, in whole seconds
	 * @return what came back
	 * @throws LoadFailure if a single request failed
	 */
	public Throughput run(Requests requests, Target target, int connections, Duration duration)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(this.wrk.toString(), "-t1", "-c" + connections,
				"-d" + duration.toSeconds() + "s", "http://" + target.host() + target.path("/kb")));
		if (requests == Requests.POST) {
			command.addAll(List.of("-s", script().toString()));
		}
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

	private Path script() throws IOException {
		return Files.writeString(this.children.newFolder("wrk").resolve("post.lua"), POST);
	}

	/**
	 * What is asked.
	 */
	public enum Requests {

		/** Without body. */
		GET,

		/** With a JSON document of 256 bytes. */
		POST

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
