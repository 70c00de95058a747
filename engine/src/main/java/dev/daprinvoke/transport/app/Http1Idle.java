package dev.daprinvoke.transport.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Connections without a call, the one that was used last before all others. To be used
 * under its pool's lock.
 */
final class Http1Idle {

	/**
	 * How long more connections than are kept stay without calls: among more clients than
	 * that, most connections come back a moment before the next call needs them.
	 */
	private static final long SURPLUS_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Among so many a connection of the own event loop is looked for. */
	private static final int NEAR = 8;

	private final long maxIdle;

	private final int kept;

	private final Deque<Http1Connection> connections = new ArrayDeque<>();

	/**
	 * Begins without connections.
	 * @param limits how long, and how many are kept
	 */
	Http1Idle(HttpLimits limits) {
		this.maxIdle = limits.maxIdle().toNanos();
		this.kept = limits.maxIdleConnections();
	}

	void add(Http1Connection connection) {
		connection.idle();
		this.connections.addFirst(connection);
	}

	void remove(Http1Connection connection) {
		this.connections.removeFirstOccurrence(connection);
	}

	/**
	 * Takes the one that fits a call best: one of the caller's event loop, so that the
	 * call does not change threads.
	 * @return the connection, or {@code null} if none is fit for a call
	 */
	@Nullable Http1Connection poll() {
		long now = System.nanoTime();
		Http1Connection best = null;
		int seen = 0;
		for (Iterator<Http1Connection> latest = this.connections.iterator(); latest.hasNext() && seen < NEAR;) {
			Http1Connection each = latest.next();
			if (now - each.idleSince() >= this.maxIdle) {
				// Another one may be opened in its place.
				each.close();
				continue;
			}
			if (!each.isUsable()) {
				continue;
			}
			seen++;
			if (each.loop().inEventLoop()) {
				best = each;
				break;
			}
			if (best == null) {
				best = each;
			}
		}
		if (best != null) {
			remove(best);
		}
		return best;
	}

	/**
	 * Takes those that are not kept any longer.
	 * @return connections to be closed
	 */
	List<Http1Connection> pollOld() {
		List<Http1Connection> old = new ArrayList<>();
		long now = System.nanoTime();
		int surplus = this.connections.size() - this.kept;
		for (Iterator<Http1Connection> oldest = this.connections.descendingIterator(); oldest.hasNext();) {
			Http1Connection each = oldest.next();
			long unused = now - each.idleSince();
			if (unused < this.maxIdle && (surplus <= 0 || unused < SURPLUS_NANOS)) {
				break;
			}
			surplus--;
			oldest.remove();
			old.add(each);
		}
		return old;
	}

}
