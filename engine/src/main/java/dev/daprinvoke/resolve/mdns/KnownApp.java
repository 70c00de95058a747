package dev.daprinvoke.resolve.mdns;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.resolve.Endpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The addresses of one app. All but {@link #answer()} is guarded by the cache.
 */
final class KnownApp {

	private final Map<Endpoint, Long> v4 = new HashMap<>();

	private final Map<Endpoint, Long> v6 = new HashMap<>();

	private final int maxAddresses;

	private long changed;

	private volatile @Nullable Mono<List<Endpoint>> answer;

	private volatile boolean used = true;

	KnownApp(int maxAddresses, long now) {
		this.maxAddresses = maxAddresses;
		this.changed = now;
	}

	/**
	 * The addresses as callers get them, made anew only when they change: IPv4 if there
	 * is any, else IPv6.
	 * @return the sorted addresses, or {@code null} if there is none
	 */
	@Nullable Mono<List<Endpoint>> answer() {
		if (!this.used) {
			this.used = true;
		}
		return this.answer;
	}

	void saw(Sighting sighting, long now) {
		Map<Endpoint, Long> addresses = sighting.address().isV4() ? this.v4 : this.v6;
		Endpoint endpoint = sighting.endpoint();
		// A full list keeps what it has, so that a flood of inventions displaces nothing.
		if (addresses.size() < this.maxAddresses || addresses.containsKey(endpoint)) {
			boolean isNew = addresses.put(endpoint, now) == null;
			if (isNew) {
				update(now);
			}
		}
	}

	void remove(Endpoint endpoint, long now) {
		if (this.v4.remove(endpoint) != null || this.v6.remove(endpoint) != null) {
			update(now);
		}
	}

	/**
	 * Forgets addresses not seen for long.
	 * @param now the time
	 * @param ttl how long is long, in nanoseconds
	 * @return whether the app itself can be forgotten, having had no address for that
	 * long
	 */
	boolean expire(long now, long ttl) {
		boolean dropped = this.v4.values().removeIf((seen) -> now - seen > ttl);
		dropped |= this.v6.values().removeIf((seen) -> now - seen > ttl);
		if (dropped) {
			update(now);
		}
		return this.answer == null && now - this.changed > ttl;
	}

	private void update(long now) {
		Map<Endpoint, Long> addresses = this.v4.isEmpty() ? this.v6 : this.v4;
		this.answer = addresses.isEmpty() ? null : Mono.just(addresses.keySet().stream().sorted().toList());
		this.changed = now;
	}

	/**
	 * Whether anybody asked since the last time this was called.
	 * @return whether it is in use
	 */
	boolean takeUsed() {
		boolean was = this.used;
		this.used = false;
		return was;
	}

}
