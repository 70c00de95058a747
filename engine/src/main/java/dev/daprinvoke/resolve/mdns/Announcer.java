package dev.daprinvoke.resolve.mdns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import reactor.core.publisher.Mono;

/**
 * Makes instances known and says goodbye for them.
 */
final class Announcer {

	private final Map<Instance, Announcement> announcements = new LinkedHashMap<>();

	private final Responder responder;

	private final Network network;

	private final Timeline timeline;

	private final MdnsSettings settings;

	private boolean closed;

	Announcer(Responder responder, Network network, Timeline timeline, MdnsSettings settings) {
		this.responder = responder;
		this.network = network;
		this.timeline = timeline;
		this.settings = settings;
	}

	Mono<Void> announce(Instance self) {
		return Mono.create((sink) -> this.timeline.run(() -> {
			try {
				sink.onDispose(begin(self).subscribe(null, sink::error, sink::success));
			}
			catch (RuntimeException ex) {
				sink.error(ex);
			}
		}));
	}

	private Mono<Void> begin(Instance self) {
		Announcement running = this.announcements.get(self);
		if (running != null) {
			return running.made();
		}
		if (this.closed) {
			return Mono.error(new NameResolutionException("the resolver is closed"));
		}
		rejectTaken(self);
		ServicePackets packets = new ServicePackets(self, this.settings.hostName(), this.settings.processId());
		Announcement announcement = new Announcement(packets, this.network, () -> this.responder.add(self, packets));
		this.announcements.put(self, announcement);
		announcement.start(this.timeline);
		return announcement.made();
	}

	private void rejectTaken(Instance self) {
		for (Instance each : this.announcements.keySet()) {
			if (each.id().equals(self.id()) && each.internalPort() == self.internalPort()) {
				throw new IllegalArgumentException("instance: " + self.id() + " on port " + self.internalPort()
						+ " (expected: an id and port that are not announced yet)");
			}
		}
	}

	Mono<Void> withdraw(Instance self) {
		return Mono.create((sink) -> this.timeline.run(() -> {
			end(self);
			sink.success();
		}));
	}

	/**
	 * Says goodbye for all. On the protocol's thread.
	 */
	void close() {
		this.closed = true;
		List.copyOf(this.announcements.keySet()).forEach(this::end);
	}

	private void end(Instance self) {
		Announcement announcement = this.announcements.remove(self);
		if (announcement != null) {
			this.responder.remove(self);
			announcement.end();
		}
	}

}
