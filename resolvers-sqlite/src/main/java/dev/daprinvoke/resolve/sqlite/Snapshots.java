package dev.daprinvoke.resolve.sqlite;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.resolve.Endpoint;

/**
 * The last reading of each app's rows, kept for a moment so that calls do not wait for
 * the disk. Bounded: when full of fresh readings, further apps are read for every call.
 * Times are milliseconds of any clock.
 */
final class Snapshots {

	private final Map<String, Snapshot> byApp = new ConcurrentHashMap<>();

	private final int capacity;

	private final long maxAge;

	Snapshots(int capacity, long maxAge) {
		this.capacity = capacity;
		this.maxAge = maxAge;
	}

	/** The reading of an app, unless it is too old to be used. */
	@Nullable Snapshot fresh(String appId, long now) {
		Snapshot snapshot = this.byApp.get(appId);
		return (snapshot != null && isWithin(this.maxAge, snapshot, now)) ? snapshot : null;
	}

	/** Whether to read again soon, so that an app called often is always fresh. */
	boolean isAging(Snapshot snapshot, long now) {
		return !isWithin(this.maxAge / 2, snapshot, now);
	}

	void put(String appId, Snapshot snapshot) {
		if (this.byApp.size() >= this.capacity && !this.byApp.containsKey(appId)) {
			this.byApp.values().removeIf((other) -> !isWithin(this.maxAge, other, snapshot.readAt()));
			if (this.byApp.size() >= this.capacity) {
				return;
			}
		}
		this.byApp.put(appId, snapshot);
	}

	void drop(String appId) {
		this.byApp.remove(appId);
	}

	// A clock set back makes negative ages: such a reading is not used either.
	private static boolean isWithin(long age, Snapshot snapshot, long now) {
		long actual = now - snapshot.readAt();
		return actual >= 0 && actual < age;
	}

	/**
	 * One reading.
	 *
	 * @param endpoints what was found, not empty
	 * @param readAt when the reading began
	 */
	record Snapshot(List<Endpoint> endpoints, long readAt) {

	}

}
