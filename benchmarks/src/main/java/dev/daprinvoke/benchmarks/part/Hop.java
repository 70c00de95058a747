package dev.daprinvoke.benchmarks.part;

import java.util.ArrayList;
import java.util.List;

import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * One process of a subject and the row its figures stand in.
 *
 * @param role caller or callee
 * @param process the process
 */
record Hop(String role, Child process) {

	private static final double BYTES_PER_MEGABYTE = 1_000_000;

	static List<Hop> of(Subject subject) {
		List<Hop> hops = new ArrayList<>();
		for (Child process : subject.hops()) {
			hops.add(new Hop((hops.isEmpty()) ? Subject.CALLER : Subject.CALLEE, process));
		}
		return hops;
	}

	double residentMegabytes() {
		return this.process.memory().residentBytes() / BYTES_PER_MEGABYTE;
	}

	double peakMegabytes() {
		return this.process.memory().peakBytes() / BYTES_PER_MEGABYTE;
	}

}
