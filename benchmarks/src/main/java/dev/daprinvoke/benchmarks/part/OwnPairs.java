package dev.daprinvoke.benchmarks.part;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.Children;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.subject.NamedPair;
import dev.daprinvoke.benchmarks.subject.SidecarPair;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * Pairs of sidecars that are started and warmed up for one measurement alone, so that
 * what loads before it left in their memory does not hide what it costs.
 */
public final class OwnPairs {

	private final List<SidecarPair> pairs;

	private final Children children;

	private final InetSocketAddress app;

	private final WarmUp warmUp;

	private final Progress progress;

	/**
	 * Prepares the pairs.
	 * @param pairs how they are started
	 * @param children who owns the processes
	 * @param app the app behind the second hop
	 * @param warmUp what comes before the measurement
	 * @param progress where the lines go
	 */
	public OwnPairs(List<SidecarPair> pairs, Children children, InetSocketAddress app, WarmUp warmUp,
			Progress progress) {
		this.pairs = List.copyOf(pairs);
		this.children = children;
		this.app = app;
		this.warmUp = warmUp;
		this.progress = progress;
	}

	/**
	 * Measures one pair after the other; one that fails is reported and left out.
	 * @param what what is measured, for messages
	 * @param calleeFlags flags added to the callee's command line
	 * @param results where failures go
	 * @param measurement the measurement
	 */
	void measureEach(String what, List<String> calleeFlags, Results results, Measurement measurement)
			throws IOException, InterruptedException {
		for (SidecarPair pair : this.pairs) {
			Attempt.of(pair.name(), what, results, this.progress, () -> {
				NamedPair named = pair.startNamed(this.children, this.app, calleeFlags);
				try (named) {
					this.warmUp.measure(List.of(named.subject()), results);
					measurement.measure(named);
					reportEnded(named.subject(), what, results);
				}
			});
		}
	}

	/**
	 * A hop that did not survive says more than the failed calls do.
	 */
	private void reportEnded(Subject subject, String what, Results results) {
		for (Child process : subject.hops()) {
			if (!process.isAlive()) {
				String output = process.lastOutput().strip();
				String end = process.name() + " ended: " + output.substring(output.lastIndexOf('\n') + 1).strip();
				results.fail(subject.name(), what + ": " + end);
				this.progress.line(subject.name(), end);
			}
		}
	}

	/**
	 * What is done with a pair that has been warmed up.
	 */
	@FunctionalInterface
	interface Measurement {

		void measure(NamedPair pair) throws IOException, InterruptedException;

	}

}
