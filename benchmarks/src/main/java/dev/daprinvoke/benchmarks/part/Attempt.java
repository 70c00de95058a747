package dev.daprinvoke.benchmarks.part;

import java.io.IOException;

import dev.daprinvoke.benchmarks.load.LoadFailure;
import dev.daprinvoke.benchmarks.report.Results;

/**
 * A measurement that may fail without ending the run: the failure is reported in place of
 * the figure.
 */
@FunctionalInterface
interface Attempt {

	void measure() throws IOException, InterruptedException;

	static void of(String subject, String what, Results results, Progress progress, Attempt attempt)
			throws IOException, InterruptedException {
		try {
			attempt.measure();
		}
		catch (LoadFailure ex) {
			results.fail(subject, what + ": " + ex.reason());
			progress.line(subject, what + " FAILED: " + ex.reason());
		}
	}

}
