package dev.daprinvoke.sidecar.wire;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests that wait for HTTP/2 to begin, since each may keep a body of
 * {@value H2cUpgrade#LARGEST_BODY} bytes in memory meanwhile. Shared by all connections
 * of a server; for any thread.
 */
final class WaitingUpgrades {

	/** So that all their bodies take 16 MiB at most. */
	static final int MOST = 256;

	private final AtomicInteger count = new AtomicInteger();

	/**
	 * Asks for a place.
	 * @return whether there is one; it is then the caller's until {@link #leave()}
	 */
	boolean enter() {
		if (this.count.incrementAndGet() <= MOST) {
			return true;
		}
		leave();
		return false;
	}

	/** Takes a place that is there, since it has just been left. */
	void stay() {
		this.count.incrementAndGet();
	}

	/** Gives a place back. */
	void leave() {
		this.count.decrementAndGet();
	}

}
