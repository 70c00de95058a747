package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.load.ClosedLoop;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * Load without figures, until just-in-time compilers have had their say.
 */
public final class WarmUp implements Part {

	private final ClosedLoop load;

	private final Pace pace;

	private final Progress progress;

	public WarmUp(ClosedLoop load, Pace pace, Progress progress) {
		this.load = load;
		this.pace = pace;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		for (Subject subject : subjects) {
			Attempt.of(subject.name(), "warm-up", results, this.progress, () -> {
				double rate = this.load
					.run(ClosedLoop.Requests.GET, subject.target(), ClosedLoops.FEW, this.pace.warmUp())
					.requestsPerSecond();
				this.progress.line(subject.name(), String.format("warm-up: %,.0f/s", rate));
			});
		}
	}

}
