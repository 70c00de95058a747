package dev.daprinvoke.benchmarks.part;

import java.io.IOException;

import dev.daprinvoke.benchmarks.load.LoadFailure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * A measurement that may fail without ending the run: the failure is reported in place of
 * the figure.
 */
@FunctionalInterface
interface Attempt {

	void measure() throws IOException, InterruptedException;

	static void of(Subject subject, String what, Results results, Progress progress, Attempt attempt)
			throws IOException, InterruptedException {
		try {
			attempt.measure();
		}
		catch (LoadFailure ex) {
			results.fail(subject.name(), what + ": " + ex.reason());
			progress.line(subject.name(), what + " FAILED: " + ex.reason());
		}
	}

}
