package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.util.List;

import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * A part of a run. Takes its figures from one subject after the other, so that what they
 * are compared by lies close together in time.
 */
public interface Part {

	/**
	 * Measures.
	 * @param subjects all running subjects, direct calls first
	 * @param results where the figures go
	 */
	void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException;

}
