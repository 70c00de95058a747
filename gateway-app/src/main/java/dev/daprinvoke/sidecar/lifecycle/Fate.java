package dev.daprinvoke.sidecar.lifecycle;

/**
 * What is to become of a running sidecar; later ones outweigh earlier ones.
 */
enum Fate {

	/** End gracefully, then live again. */
	RESTART,

	/** End gracefully. */
	STOP,

	/** End at once, with exit code 1. */
	FORCED

}
