package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.daprinvoke.benchmarks.load.FileLimit;
import dev.daprinvoke.benchmarks.load.IdleExchanges;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * Memory of both hops as the number of exchanges grows that are open in both directions
 * and in which nothing happens.
 */
public final class GrowthOverExchanges implements Part {

	private static final int[] EXCHANGES = { 0, 1000, 3000, 10_000 };

	/**
	 * Over HTTP/1.1 a sidecar opens 1,024 connections to its app and lets further calls
	 * wait, as real Dapr does.
	 */
	private static final List<String> CALLEE_FLAGS = List.of("--app-protocol", "h2c");

	private static final Duration SETTLING = Duration.ofSeconds(1);

	private final OwnPairs pairs;

	private final Progress progress;

	/**
	 * Prepares the part.
	 * @param pairs what is measured
	 * @param progress where the lines go
	 */
	public GrowthOverExchanges(OwnPairs pairs, Progress progress) {
		this.pairs = pairs;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		this.pairs.measureEach("growth over idle exchanges", CALLEE_FLAGS, results,
				(pair) -> measure(pair.subject(), results));
	}

	private void measure(Subject subject, Results results) throws IOException, InterruptedException {
		Curve curve = new Curve(Section.GROWTH_EXCHANGES);
		try (IdleExchanges exchanges = new IdleExchanges(subject.target())) {
			for (int count : EXCHANGES) {
				Attempt.of(subject.name(), "growth to " + count + " exchanges", results, this.progress,
						() -> measure(subject, exchanges, count, curve));
			}
		}
		curve.addTo(results, subject.name());
	}

	private void measure(Subject subject, IdleExchanges exchanges, int count, Curve curve) throws InterruptedException {
		FileLimit.require(count, subject.hops());
		exchanges.growTo(count);
		TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
		exchanges.requireAllOpen();
		String size = String.format("%,d exchanges", count);
		StringBuilder line = new StringBuilder("growth: " + size);
		for (Hop hop : Hop.of(subject)) {
			curve.addResidentMegabytes(hop, size);
			line.append(String.format(", %s %,.0f MB", hop.role(), hop.residentMegabytes()));
		}
		this.progress.line(subject.name(), line.toString());
	}

}
