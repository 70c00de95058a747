package dev.daprinvoke.sentry;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was opened, closed together, the latest first. Used by the main thread only.
 */
final class Closing implements AutoCloseable {

	private final Deque<Runnable> open = new ArrayDeque<>();

	/**
	 * Keeps in mind how to close something.
	 * @param close closes it
	 */
	void add(Runnable close) {
		this.open.push(close);
	}

	@Override
	public void close() {
		this.open.forEach(Runnable::run);
		this.open.clear();
	}

}
