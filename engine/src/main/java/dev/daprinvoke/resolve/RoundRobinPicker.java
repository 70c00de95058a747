package dev.daprinvoke.resolve;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.daprinvoke.target.AppTarget;

/**
 * Lets the instances of an app take turns: 1, 2, 3, 1 from the very first call.
 * <p>
 * Each app has a counter of its own. The number of counters is bounded; apps beyond the
 * bound share one, so that their instances are still used evenly.
 */
public final class RoundRobinPicker implements EndpointPicker {

	/** The number of apps that get a counter of their own if none is given. */
	public static final int DEFAULT_MAX_APPS = 4096;

	private final Map<AppTarget, AtomicLong> counters = new ConcurrentHashMap<>();

	private final AtomicLong shared = new AtomicLong();

	private final int maxApps;

	public RoundRobinPicker() {
		this(DEFAULT_MAX_APPS);
	}

	/**
	 * Creates a picker.
	 * @param maxApps the number of apps that get a counter of their own, at least 1; as
	 * many more as there are threads may slip in
	 */
	public RoundRobinPicker(int maxApps) {
		if (maxApps < 1) {
			throw new IllegalArgumentException("maxApps: " + maxApps + " (expected: >= 1)");
		}
		this.maxApps = maxApps;
	}

	@Override
	public List<Endpoint> order(AppTarget target, List<Endpoint> endpoints) {
		if (endpoints.size() == 1) {
			return endpoints;
		}
		long turn = counter(target).getAndIncrement();
		return Rotated.of(endpoints, (int) (turn % endpoints.size()));
	}

	private AtomicLong counter(AppTarget target) {
		AtomicLong known = this.counters.get(target);
		if (known != null) {
			return known;
		}
		if (this.counters.size() >= this.maxApps) {
			return this.shared;
		}
		return this.counters.computeIfAbsent(target, (key) -> new AtomicLong());
	}

}
