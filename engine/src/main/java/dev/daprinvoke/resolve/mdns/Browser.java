package dev.daprinvoke.resolve.mdns;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.target.AppId;
import io.netty.handler.codec.dns.DnsRecordType;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Asks the network for apps: once for each that is called and not known, and again and
 * again for those that are.
 */
final class Browser {

	private final Map<AppId, Browse> running = new ConcurrentHashMap<>();

	private final Disposable.Swap refresh = Disposables.swap();

	private final EndpointCache cache;

	private final Network network;

	private final Timeline timeline;

	private final MdnsSettings settings;

	private volatile boolean closed;

	Browser(EndpointCache cache, Network network, Timeline timeline, MdnsSettings settings) {
		this.cache = cache;
		this.network = network;
		this.timeline = timeline;
		this.settings = settings;
	}

	/**
	 * Looks for an app. Callable by any thread; at once when it was found before.
	 * @param app the app
	 * @return the addresses, or a {@link NameResolutionException} within the browse time
	 */
	Mono<List<Endpoint>> find(AppId app) {
		Mono<List<Endpoint>> known = this.cache.answer(app);
		if (known != null) {
			return known;
		}
		if (this.closed || !DnsName.isValid(DnsName.service(app))) {
			return notFound(app);
		}
		Browse shared = this.running.get(app);
		if (shared != null) {
			return shared.result();
		}
		if (this.running.size() >= this.settings.maxApps()) {
			return Mono.error(new NameResolutionException("timeout waiting for address for app id " + app));
		}
		Browse own = new Browse(app, this);
		shared = this.running.putIfAbsent(app, own);
		if (shared != null) {
			return shared.result();
		}
		this.timeline.run(() -> own.start(this.timeline, this.settings.timings()));
		return own.result();
	}

	static Mono<List<Endpoint>> notFound(AppId app) {
		return Mono.error(new NameResolutionException("couldn't find service: " + app));
	}

	/**
	 * Whether anybody asked for an app. All else that is heard is not remembered.
	 * @param app the app
	 * @return whether to call {@link #saw}
	 */
	boolean wants(AppId app) {
		return this.cache.holds(app) || this.running.containsKey(app);
	}

	/**
	 * Takes in what was seen.
	 * @param sighting what was seen of an app that is wanted
	 */
	void saw(Sighting sighting) {
		Mono<List<Endpoint>> known = this.cache.saw(sighting);
		Browse browse = this.running.get(sighting.app());
		if (browse != null) {
			browse.sighted(known, this.timeline, this.settings.timings());
		}
	}

	void ask(AppId app) {
		this.network
			.multicast(Packet.question(new Question(DnsName.service(app), DnsRecordType.PTR.intValue(), false)));
	}

	boolean isClosed() {
		return this.closed;
	}

	void finished(AppId app, Browse browse) {
		this.running.remove(app, browse);
	}

	/**
	 * Begins to ask again for known apps from time to time. Addresses that are old when
	 * the time for answers is over are dropped, so that stopped hosts disappear.
	 */
	void keepFresh() {
		this.refresh.update(this.timeline.after(this.settings.timings().refresh(), this::refresh));
	}

	private void refresh() {
		this.cache.apps().forEach(this::ask);
		this.timeline.after(this.settings.timings().refreshBrowse(), this.cache::expire);
		keepFresh();
	}

	/**
	 * Ends all searches with an error. On the protocol's thread.
	 */
	void close() {
		this.closed = true;
		this.refresh.dispose();
		List.copyOf(this.running.values()).forEach(Browse::finish);
	}

}
