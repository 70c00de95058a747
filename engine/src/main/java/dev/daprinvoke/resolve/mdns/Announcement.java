package dev.daprinvoke.resolve.mdns;

import java.time.Duration;

import dev.daprinvoke.resolve.NameResolutionException;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One instance's way into the network: two probes, two announcements, in the end one
 * goodbye. Runs on the protocol's thread.
 */
final class Announcement {

	// As recorded of real Dapr (fixture mdns/start), counted from the first probe.
	private static final Duration SECOND_PROBE = Duration.ofMillis(90);

	private static final Duration FIRST_ANNOUNCEMENT = Duration.ofMillis(120);

	private static final Duration SECOND_ANNOUNCEMENT = Duration.ofMillis(1120);

	private final Sinks.Empty<Void> made = Sinks.empty();

	private final Disposable.Composite timers = Disposables.composite();

	private final ServicePackets packets;

	private final Network network;

	private final Runnable whenMade;

	/**
	 * Prepares the way.
	 * @param packets what to say
	 * @param network where
	 * @param whenMade begins to answer questions
	 */
	Announcement(ServicePackets packets, Network network, Runnable whenMade) {
		this.packets = packets;
		this.network = network;
		this.whenMade = whenMade;
	}

	void start(Timeline timeline) {
		this.network.multicast(this.packets.probe());
		this.timers.add(timeline.after(SECOND_PROBE, () -> this.network.multicast(this.packets.probe())));
		this.timers.add(timeline.after(FIRST_ANNOUNCEMENT, this::announce));
		this.timers.add(timeline.after(SECOND_ANNOUNCEMENT, () -> this.network.multicast(this.packets.announcement())));
	}

	private void announce() {
		this.whenMade.run();
		this.network.multicast(this.packets.announcement());
		this.made.tryEmitEmpty();
	}

	/**
	 * Completes with the first announcement.
	 * @return an error if the instance is withdrawn before
	 */
	Mono<Void> made() {
		return this.made.asMono();
	}

	void end() {
		this.timers.dispose();
		this.network.multicast(this.packets.goodbye());
		this.made.tryEmitError(new NameResolutionException("withdrawn before it was announced"));
	}

}
