package dev.daprinvoke.process.signal;

/**
 * What a running process can be asked for by signals.
 */
public enum Ask {

	/** To end the process gracefully. */
	STOP,

	/**
	 * To end gracefully and to begin anew in the same process, reading YAML again
	 * (contract, invocation.md 6, signals).
	 */
	RESTART

}
