package dev.daprinvoke.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All values of all runs, figures and subjects in the order in which they first came.
 */
public final class Results {

	private final Map<Figure, Map<String, Samples>> samples = new LinkedHashMap<>();

	private final List<String> failures = new ArrayList<>();

	private int run = 1;

	/**
	 * Says that what comes now belongs to another run.
	 * @param run its number
	 */
	public void beginRun(int run) {
		this.run = run;
	}

	/**
	 * Takes a value.
	 * @param figure what was measured
	 * @param subject of whom
	 * @param value in the figure's unit
	 */
	public void add(Figure figure, String subject, double value) {
		this.samples.computeIfAbsent(figure, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(subject, (key) -> new Samples())
			.add(this.run, value);
	}

	/**
	 * Takes note of something that could not be measured.
	 * @param subject of whom
	 * @param what what was tried, and why it failed
	 */
	public void fail(String subject, String what) {
		this.failures.add("Run " + this.run + ", " + subject + ": " + what);
	}

	public List<String> failures() {
		return List.copyOf(this.failures);
	}

	Set<Figure> figures() {
		return this.samples.keySet();
	}

	Samples samples(Figure figure, String subject) {
		return this.samples.getOrDefault(figure, Map.of()).getOrDefault(subject, new Samples());
	}

}
