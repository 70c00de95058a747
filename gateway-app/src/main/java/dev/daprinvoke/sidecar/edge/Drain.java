package dev.daprinvoke.sidecar.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;

import dev.daprinvoke.sidecar.wire.ApiConnections;

/**
 * The end of a server's connections without losing a request: once it has begun, every
 * answer that has not yet begun tells its client to use the connection no more;
 * connections on which nothing comes for a moment are closed, the others after their
 * answer.
 */
final class Drain {

	/**
	 * How long a client may take to send what it began to send before it could know.
	 */
	private static final Duration QUIET = Duration.ofMillis(250);

	private volatile boolean begun;

	/**
	 * Whether it has begun. Any thread.
	 * @return whether it has
	 */
	boolean hasBegun() {
		return this.begun;
	}

	/**
	 * Ends connections whose listener is closed already.
	 * @param connections the connections
	 * @param atMost how long requests in flight may take
	 * @return completes when all are closed
	 */
	Mono<Void> end(ChannelGroup connections, Duration atMost) {
		return Mono.defer(() -> {
			this.begun = true;
			return Mono.delay(QUIET).then(Mono.defer(() -> ends(connections)));
		}).timeout(atMost, Mono.empty()).doFinally((signal) -> connections.close());
	}

	private static Mono<Void> ends(ChannelGroup connections) {
		List<Mono<Void>> ends = new ArrayList<>();
		for (Channel connection : connections) {
			// A stream of HTTP/2, whose parent is a connection, ends with that.
			if (connection.parent() instanceof ServerChannel) {
				ApiConnections.end(connection);
				ends.add(FutureMono.from(connection.closeFuture()));
			}
		}
		return Mono.when(ends);
	}

}
