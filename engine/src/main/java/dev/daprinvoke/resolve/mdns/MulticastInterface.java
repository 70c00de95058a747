package dev.daprinvoke.resolve.mdns;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One network interface with its sockets, one for each IP version it speaks.
 */
final class MulticastInterface implements Network.Origin {

	private static final Logger logger = LoggerFactory.getLogger(MulticastInterface.class);

	private final List<GroupSocket> sockets = new CopyOnWriteArrayList<>();

	private final NetworkInterface via;

	MulticastInterface(NetworkInterface via) {
		this.via = via;
	}

	/**
	 * Opens the sockets.
	 * @param loop runs them
	 * @param listener takes packets
	 * @return for each socket that could not be opened, why
	 */
	Flux<Throwable> open(EventLoop loop, Network.Listener listener) {
		return Flux.just(IpVersion.values())
			.filter((version) -> version.isSpokenOn(this.via))
			.concatMap((version) -> open(loop, version, listener));
	}

	private Mono<Throwable> open(EventLoop loop, IpVersion version, Network.Listener listener) {
		return GroupSocket.open(loop, this.via, version, (packet, sender) -> listener.received(packet, sender, this))
			.doOnNext(this.sockets::add)
			.then(Mono.<Throwable>empty())
			.onErrorResume((ex) -> {
				logger.debug("no mDNS on {} by IP{}: {}", this.via.getName(), version, ex.toString());
				return Mono.just(ex);
			});
	}

	boolean isOpen() {
		return !this.sockets.isEmpty();
	}

	@Override
	public void multicast(Packet packet) {
		this.sockets.forEach((socket) -> socket.multicast(packet));
	}

	@Override
	public void unicast(Packet packet, InetSocketAddress receiver) {
		for (GroupSocket each : this.sockets) {
			if (each.reaches(receiver)) {
				each.send(packet, receiver);
				return;
			}
		}
	}

	void close() {
		this.sockets.forEach(GroupSocket::close);
	}

}
