package dev.daprinvoke.benchmarks.part;

import java.io.PrintStream;

/**
 * Tells whoever waits in front of the terminal what has just been measured.
 */
public final class Progress {

	private final PrintStream out;

	private final int runs;

	private int run;

	/**
	 * Prepares the lines.
	 * @param out where they go
	 * @param runs how many runs there will be
	 */
	public Progress(PrintStream out, int runs) {
		this.out = out;
		this.runs = runs;
	}

	/**
	 * Says that the next run begins.
	 * @param run its number, from 1
	 */
	public void beginRun(int run) {
		this.run = run;
	}

	/**
	 * Prints a line.
	 * @param subject who was measured
	 * @param text what came out
	 */
	public void line(String subject, String text) {
		this.out.printf("[run %d/%d] %-8s %s%n", this.run, this.runs, subject, text);
	}

}
