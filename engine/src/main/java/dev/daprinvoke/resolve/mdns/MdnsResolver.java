package dev.daprinvoke.resolve.mdns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppTarget;
import reactor.core.publisher.Mono;

/**
 * Finds apps on the local network by multicast DNS in Dapr's wire form (contract part 2,
 * section 3.2); namespaces do not matter there.
 * <p>
 * It runs on one small event loop of its own and never blocks. An app that was found
 * before is answered from memory at once, on the subscribing thread; else the answer
 * comes on the loop within {@link MdnsTimings#browse()}. The memory follows what others
 * announce and is bounded by {@link MdnsSettings}.
 */
public final class MdnsResolver implements NameResolver {

	private final Responder responder = new Responder();

	private final EndpointCache cache;

	private final Browser browser;

	private final Announcer announcer;

	private final Network network;

	private final Mono<Void> closing;

	MdnsResolver(MdnsSettings settings, Timeline timeline, Network network) {
		this.network = network;
		this.cache = new EndpointCache(timeline, settings);
		this.browser = new Browser(this.cache, network, timeline, settings);
		this.announcer = new Announcer(this.responder, network, timeline, settings);
		this.closing = Mono.<Void>create((sink) -> timeline.run(() -> {
			this.announcer.close();
			this.browser.close();
			sink.success();
		})).then(network.close()).cache();
	}

	/**
	 * Takes UDP port 5353, shared with other sidecars on this host, and joins the
	 * multicast groups of IPv4 and IPv6 on each interface that lets us.
	 * @param settings the surroundings
	 * @return the resolver, to be closed by the caller; or a
	 * {@link MdnsUnavailableException} if not one interface lets us
	 */
	public static Mono<MdnsResolver> open(MdnsSettings settings) {
		return Mono.defer(() -> {
			MulticastNetwork network = new MulticastNetwork(settings.interfaces());
			MdnsResolver resolver = new MdnsResolver(settings, network.timeline(), network);
			return resolver.start().thenReturn(resolver).onErrorResume((ex) -> network.close().then(Mono.error(ex)));
		});
	}

	Mono<Void> start() {
		return this.network.open(this::received).doOnSuccess((opened) -> this.browser.keepFresh());
	}

	private void received(Packet packet, InetSocketAddress sender, Network.Origin origin) {
		if (packet.isResponse()) {
			Sighting.in(packet).forEach((sighting) -> saw(sighting, sender.getAddress()));
		}
		else if (packet.isQuestion()) {
			this.responder.answer(packet).forEach((reply) -> send(reply, sender, origin));
		}
	}

	// Nobody but this host may send our calls to this host's own ports.
	private void saw(Sighting sighting, InetAddress sender) {
		if (this.browser.wants(sighting.app())
				&& (!sighting.address().address().isLoopbackAddress() || isThisHost(sender))) {
			this.browser.saw(sighting);
		}
	}

	private static boolean isThisHost(InetAddress address) {
		try {
			return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
		}
		catch (SocketException ex) {
			return false;
		}
	}

	// Real Dapr multicasts its answer to an asker on an ephemeral port, too.
	private static void send(Reply reply, InetSocketAddress sender, Network.Origin origin) {
		if (reply.unicast()) {
			origin.unicast(reply.packet(), sender);
		}
		else {
			origin.multicast(reply.packet());
		}
	}

	@Override
	public Mono<List<Endpoint>> resolve(AppTarget target) {
		return Mono.defer(() -> this.browser.find(target.id()));
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Probes for about a tenth of a second first. Announcing the same instance twice is
	 * no different from once; another one with the same id and port, or a host that is no
	 * IP address, is an {@link IllegalArgumentException}.
	 */
	@Override
	public Mono<Void> announce(Instance self) {
		return this.announcer.announce(self);
	}

	@Override
	public Mono<Void> withdraw(Instance self) {
		return this.announcer.withdraw(self);
	}

	@Override
	public void unreachable(AppTarget target, Endpoint endpoint) {
		this.cache.remove(target.id(), endpoint);
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Says goodbye for what is still announced.
	 */
	@Override
	public Mono<Void> close() {
		return this.closing;
	}

}
