package dev.daprinvoke.sidecar.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The end of a server's connections without losing a request: once it has begun, every
 * answer tells its client to use the connection no more; connections on which nothing
 * comes for a moment are closed, the others after their answer.
 */
final class Drain {

	/**
	 * How long a client may take to send what it began to send before it could know.
	 */
	private static final Duration QUIET = Duration.ofMillis(250);

	private volatile boolean begun;

	/**
	 * Prepares an answer.
	 * @param response the answer to a request that has just come
	 */
	void prepare(HttpServerResponse response) {
		if (this.begun) {
			response.keepAlive(false);
		}
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
			return Mono.delay(QUIET).then(Mono.defer(() -> inFlight(connections)));
		}).timeout(atMost, Mono.empty()).doFinally((signal) -> connections.close());
	}

	private static Mono<Void> inFlight(ChannelGroup connections) {
		List<Mono<Void>> ends = new ArrayList<>();
		for (Channel connection : connections) {
			ChannelOperations<?, ?> request = ChannelOperations.get(connection);
			if (request != null) {
				ends.add(request.onTerminate().onErrorComplete());
			}
			else {
				// One of HTTP/2 tells its client, and closes when its streams have ended.
				connection.close();
				ends.add(FutureMono.from(connection.closeFuture()));
			}
		}
		return Mono.when(ends);
	}

}
