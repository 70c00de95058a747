package dev.daprinvoke.benchmarks.process;

import java.io.Serial;

/**
 * A process was to be started while all of them are being stopped.
 */
public final class StoppedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	StoppedException() {
		super("The benchmark is being stopped.");
	}

}
