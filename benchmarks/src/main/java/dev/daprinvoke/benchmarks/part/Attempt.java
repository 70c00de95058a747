package dev.daprinvoke.benchmarks.part;

import java.io.IOException;

import dev.daprinvoke.benchmarks.load.LoadFailure;
import dev.daprinvoke.benchmarks.report.Results;

/**
 * A measurement that may fail without ending the run: the failure is reported in place of
 * the figure.
 */
@FunctionalInterface
public interface Attempt {

	void measure() throws IOException, InterruptedException;

	/**
	 * Makes an attempt.
	 * @param subject of whom
	 * @param what what is tried
	 * @param results takes the failure
	 * @param progress says so
	 * @param attempt the measurement
	 */
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
