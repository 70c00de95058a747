package dev.daprinvoke.resource;

/**
 * A file or document in a resources directory that was skipped, to be logged.
 *
 * @param at where it is
 * @param what what is wrong with it
 */
public record ResourceProblem(Position at, String what) {

	@Override
	public String toString() {
		return "Skipped a resource in " + this.at + ": " + this.what;
	}

}
