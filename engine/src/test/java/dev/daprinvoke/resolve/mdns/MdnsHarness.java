package dev.daprinvoke.resolve.mdns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A resolver between a fake network and a manual clock, on the host and in the process of
 * the recordings.
 */
final class MdnsHarness {

	static final Instance CALLEE = instance("callee", "10.77.0.2", 50002);

	static final InetSocketAddress NEIGHBOUR = new InetSocketAddress("10.77.0.1", 5353);

	static final MdnsSettings SETTINGS = new MdnsSettings(List.of(), "fixture-host-b", 878, 8, 4, MdnsTimings.DEFAULT);

	final ManualTimeline timeline = new ManualTimeline();

	final FakeNetwork network = new FakeNetwork(this.timeline);

	final MdnsResolver resolver;

	MdnsHarness() {
		this(SETTINGS);
	}

	MdnsHarness(MdnsSettings settings) {
		this.resolver = new MdnsResolver(settings, this.timeline, this.network);
		this.resolver.start().block(Duration.ofSeconds(5));
	}

	static Instance instance(String id, String host, int port) {
		return new Instance(new AppId(id), Namespace.DEFAULT, host, port, 3500, 6000);
	}

	static AppTarget target(String id) {
		return new AppTarget(id, new AppId(id), Namespace.DEFAULT);
	}

	static ServicePackets packets(String id, String host, int port) {
		return new ServicePackets(instance(id, host, port), "peerhost", 1234);
	}

	static Packet question(String id) {
		return Packet.question(new Question(id + ".local.", 12, false));
	}

	void hear(Packet packet) {
		this.network.receive(packet, NEIGHBOUR);
	}

	void hearAnswer(String id, String host, int port) {
		hear(packets(id, host, port).serviceAnswer());
	}

	void hearGoodbye(String id, String host, int port) {
		hear(packets(id, host, port).goodbye());
	}

	/**
	 * Makes an app known.
	 */
	void find(String id, String host, int port) {
		Outcome<List<Endpoint>> found = resolve(id);
		hearAnswer(id, host, port);
		pass(100);
		if (found.error() != null) {
			throw new IllegalStateException(found.error());
		}
		this.network.take();
	}

	void pass(long millis) {
		this.timeline.pass(Duration.ofMillis(millis));
	}

	Outcome<List<Endpoint>> resolve(String id) {
		return Outcome.of(this.resolver.resolve(target(id)));
	}

	/**
	 * What came of a {@code Mono} so far.
	 */
	static final class Outcome<T> {

		private final AtomicReference<@Nullable T> value = new AtomicReference<>();

		private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

		private volatile boolean done;

		static <T> Outcome<T> of(Mono<T> mono) {
			Outcome<T> outcome = new Outcome<>();
			mono.subscribe(outcome.value::set, (ex) -> {
				outcome.error.set(ex);
				outcome.done = true;
			}, () -> outcome.done = true);
			return outcome;
		}

		@Nullable T value() {
			return this.value.get();
		}

		@Nullable Throwable error() {
			return this.error.get();
		}

		boolean isDone() {
			return this.done;
		}

	}

}
