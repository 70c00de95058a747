package dev.daprinvoke.process.flags;

import org.jspecify.annotations.Nullable;

/**
 * Why a process does not start: two sentences, or the contract's own text where clients
 * match on it. The process ends with exit code 1.
 */
public final class StartupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	/**
	 * Creates the reason.
	 * @param problem what happened with the concrete value and its origin, then what to
	 * do
	 */
	public StartupException(String problem) {
		this(problem, null);
	}

	/**
	 * Creates the reason with what lies behind it.
	 * @param problem what happened with the concrete value and its origin, then what to
	 * do
	 * @param cause what lies behind it, may be null
	 */
	public StartupException(String problem, @Nullable Throwable cause) {
		super(problem, cause);
		this.problem = problem;
	}

	/**
	 * What to tell the user.
	 * @return the message
	 */
	public String problem() {
		return this.problem;
	}

}
