package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.BigTransfer;
import dev.daprinvoke.benchmarks.load.BigTransfer.Direction;
import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.report.Figure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * A body of 1 GB up, down, and both at once: how fast it passes and how much memory each
 * hop takes while it does.
 */
public final class BigBodies implements Part {

	private static final double BYTES_PER_MEGABYTE = 1_000_000;

	private static final int DRIVER_WARM_UP_SHARE = 2;

	private final BigTransfer load;

	private final Pace pace;

	private final Progress progress;

	public BigBodies(BigTransfer load, Pace pace, Progress progress) {
		this.load = load;
		this.pace = pace;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		for (Direction direction : Direction.values()) {
			// The driver and the app are Java too: their own first transfer is not to
			// count.
			this.load.run(subjects.get(0).target(), direction, this.pace.bigBytes() / DRIVER_WARM_UP_SHARE);
			for (Subject subject : subjects) {
				Attempt.of(subject.name(), direction.label(), results, this.progress,
						() -> measure(subject, direction, results));
			}
		}
	}

	private void measure(Subject subject, Direction direction, Results results) throws InterruptedException {
		subject.hops().forEach(Child::resetPeakMemory);
		// The bar is on warm hops, as everywhere here; what a fresh one does is told too.
		double first = rate(subject, direction);
		results.add(new Figure(Section.BIG_RATE, direction.label() + ", first", "MB/s", 0), subject.name(), first);
		double rate = rate(subject, direction);
		results.add(new Figure(Section.BIG_RATE, direction.label(), "MB/s", 0), subject.name(), rate);
		StringBuilder line = new StringBuilder(
				String.format("%s: %,.0f MB/s (the first %,.0f)", direction.label(), rate, first));
		for (Hop hop : Hop.of(subject)) {
			double peak = hop.peakMegabytes();
			results.add(new Figure(Section.BIG_MEMORY, direction.label() + ", " + hop.role(), "MB", 0), subject.name(),
					peak);
			line.append(String.format(", peak %s %,.0f MB", hop.role(), peak));
		}
		this.progress.line(subject.name(), line.toString());
	}

	private double rate(Subject subject, Direction direction) throws InterruptedException {
		return this.load.run(subject.target(), direction, this.pace.bigBytes()) / BYTES_PER_MEGABYTE;
	}

}
