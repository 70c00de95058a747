package dev.daprinvoke.transport.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds answers that nobody reads, where other calls wait for their connections: there
 * are only so many to an app (contract section 4), and readers that stand still are not
 * to keep all of them.
 */
final class Http1Stalls {

	/** A reader that asks for nothing for so long stands still. */
	static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private Http1Stalls() {
	}

	/**
	 * Looks for them.
	 * @param all connections to the app
	 * @param most how many to find at most
	 * @return those that stand still, the longest first
	 */
	static List<Http1Connection> of(Collection<Http1Connection> all, int most) {
		long now = System.nanoTime();
		record Stalled(Http1Connection connection, long nanos) {
		}
		return all.stream()
			.map((each) -> new Stalled(each, each.stalledFor(now)))
			.filter((each) -> each.nanos() >= PATIENCE_NANOS)
			.sorted(Comparator.comparingLong(Stalled::nanos).reversed())
			.limit(most)
			.map(Stalled::connection)
			.toList();
	}

}
