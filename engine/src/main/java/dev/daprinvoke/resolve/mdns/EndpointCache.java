package dev.daprinvoke.resolve.mdns;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.target.AppId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Remembers where the apps are that somebody called. Reading takes no lock.
 */
final class EndpointCache {

	private final Map<AppId, KnownApp> apps = new ConcurrentHashMap<>();

	private final Timeline timeline;

	private final MdnsSettings settings;

	EndpointCache(Timeline timeline, MdnsSettings settings) {
		this.timeline = timeline;
		this.settings = settings;
	}

	/**
	 * The addresses of an app.
	 * @param app the app
	 * @return the sorted addresses, or {@code null} if none is known
	 */
	@Nullable Mono<List<Endpoint>> answer(AppId app) {
		KnownApp known = this.apps.get(app);
		return (known != null) ? known.answer() : null;
	}

	/**
	 * Whether news about an app are wanted. It stays so for a while after its last
	 * address is gone: apps are restarted.
	 * @param app the app
	 * @return whether it is remembered
	 */
	boolean holds(AppId app) {
		return this.apps.containsKey(app);
	}

	/**
	 * Takes in what was seen.
	 * @param sighting what was seen
	 * @return the addresses that are known with it, or {@code null} if none is left
	 */
	synchronized @Nullable Mono<List<Endpoint>> saw(Sighting sighting) {
		if (sighting.gone()) {
			remove(sighting.app(), sighting.endpoint());
			return answer(sighting.app());
		}
		KnownApp known = this.apps.get(sighting.app());
		if (known == null) {
			makeRoom();
			known = new KnownApp(this.settings.maxAddresses(), this.timeline.nanos());
			this.apps.put(sighting.app(), known);
		}
		known.saw(sighting, this.timeline.nanos());
		return known.answer();
	}

	synchronized void remove(AppId app, Endpoint endpoint) {
		KnownApp known = this.apps.get(app);
		if (known != null) {
			known.remove(endpoint, this.timeline.nanos());
		}
	}

	synchronized void expire() {
		long now = this.timeline.nanos();
		long ttl = this.settings.timings().addressTtl().toNanos();
		this.apps.values().removeIf((known) -> known.expire(now, ttl));
	}

	Iterable<AppId> apps() {
		return this.apps.keySet();
	}

	// The first app nobody asked for since the last time room was needed goes; if all
	// were asked for, the last one looked at.
	private void makeRoom() {
		if (this.apps.size() < this.settings.maxApps()) {
			return;
		}
		Iterator<KnownApp> each = this.apps.values().iterator();
		while (each.hasNext()) {
			if (!each.next().takeUsed() || !each.hasNext()) {
				each.remove();
				return;
			}
		}
	}

}
