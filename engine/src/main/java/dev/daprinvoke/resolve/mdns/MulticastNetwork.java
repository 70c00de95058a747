package dev.daprinvoke.resolve.mdns;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The real {@link Network}: sockets on each interface, all on one event loop of their own
 * that no call shares.
 */
final class MulticastNetwork implements Network {

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1,
			new DefaultThreadFactory("dapr-invoke-mdns", true), NioIoHandler.newFactory());

	private final EventLoop loop = this.group.next();

	private final List<NetworkInterface> wanted;

	private volatile List<MulticastInterface> interfaces = List.of();

	/**
	 * Prepares a network.
	 * @param wanted the interfaces to use; empty means all that are up and can multicast
	 */
	MulticastNetwork(List<NetworkInterface> wanted) {
		this.wanted = wanted;
	}

	Timeline timeline() {
		return new LoopTimeline(this.loop);
	}

	@Override
	public Mono<Void> open(Listener listener) {
		return Mono.defer(() -> {
			this.interfaces = candidates().stream().map(MulticastInterface::new).toList();
			if (this.interfaces.isEmpty()) {
				return Mono.error(new MdnsUnavailableException(
						"mDNS name resolution cannot start: no network interface that is up can multicast."
								+ " Bring one up, or configure another name resolver.",
						null));
			}
			return Flux.fromIterable(this.interfaces)
				.concatMap((each) -> each.open(this.loop, listener))
				.collectList()
				.flatMap(this::atLeastOne);
		});
	}

	private List<NetworkInterface> candidates() {
		if (!this.wanted.isEmpty()) {
			return this.wanted;
		}
		try {
			return NetworkInterface.networkInterfaces().filter(MulticastNetwork::canMulticast).toList();
		}
		catch (SocketException ex) {
			throw unavailable(ex);
		}
	}

	private static boolean canMulticast(NetworkInterface candidate) {
		try {
			return candidate.isUp() && candidate.supportsMulticast();
		}
		catch (SocketException ex) {
			return false;
		}
	}

	private Mono<Void> atLeastOne(List<Throwable> failures) {
		if (this.interfaces.stream().anyMatch(MulticastInterface::isOpen)) {
			return Mono.empty();
		}
		return Mono.error(
				unavailable(failures.isEmpty() ? new SocketException("no interface has an address") : failures.get(0)));
	}

	private static MdnsUnavailableException unavailable(Throwable cause) {
		return new MdnsUnavailableException(
				"mDNS name resolution cannot start: UDP port 5353 cannot be used (" + cause.getMessage()
						+ "). Stop the program that keeps it for itself, or configure another name" + " resolver.",
				cause);
	}

	@Override
	public void multicast(Packet packet) {
		this.interfaces.forEach((each) -> each.multicast(packet));
	}

	@Override
	public Mono<Void> close() {
		return Mono.create((sink) -> {
			this.interfaces.forEach(MulticastInterface::close);
			this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener((done) -> sink.success());
		});
	}

}
