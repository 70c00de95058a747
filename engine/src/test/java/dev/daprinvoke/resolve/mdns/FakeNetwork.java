package dev.daprinvoke.resolve.mdns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A {@link Network} that keeps what is sent.
 */
final class FakeNetwork implements Network, Network.Origin {

	private final List<Sent> sent = new ArrayList<>();

	private final Timeline timeline;

	private @Nullable Listener listener;

	private boolean closed;

	FakeNetwork(Timeline timeline) {
		this.timeline = timeline;
	}

	@Override
	public Mono<Void> open(Listener listener) {
		return Mono.fromRunnable(() -> this.listener = listener);
	}

	@Override
	public void multicast(Packet packet) {
		this.sent.add(new Sent(Duration.ofNanos(this.timeline.nanos()), packet, null));
	}

	@Override
	public void unicast(Packet packet, InetSocketAddress receiver) {
		this.sent.add(new Sent(Duration.ofNanos(this.timeline.nanos()), packet, receiver));
	}

	@Override
	public Mono<Void> close() {
		return Mono.fromRunnable(() -> this.closed = true);
	}

	/**
	 * Lets a packet arrive.
	 */
	void receive(Packet packet, InetSocketAddress sender) {
		if (this.listener == null) {
			throw new IllegalStateException("not open");
		}
		this.listener.received(packet, sender, this);
	}

	/**
	 * Gives, and forgets, all that was sent.
	 */
	List<Sent> take() {
		List<Sent> taken = List.copyOf(this.sent);
		this.sent.clear();
		return taken;
	}

	List<Packet> takePackets() {
		return take().stream().map(Sent::packet).toList();
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * A sent packet.
	 *
	 * @param at when
	 * @param packet what
	 * @param receiver to whom, or {@code null} for everybody
	 */
	record Sent(Duration at, Packet packet, @Nullable InetSocketAddress receiver) {

	}

}
