package dev.daprinvoke.transport.peer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;

/**
 * All connections to other sidecars, and the sweep that closes those without calls
 * (contract section 2.7).
 */
final class ConnectionPool {

	private static final Logger log = LoggerFactory.getLogger(ConnectionPool.class);

	private final Map<PeerKey, PeerConnections> peers = new ConcurrentHashMap<>();

	private final Function<Endpoint, PooledConnection> opener;

	/**
	 * Creates an empty pool.
	 * @param opener makes a connection that is not connected yet
	 */
	ConnectionPool(Function<Endpoint, PooledConnection> opener) {
		this.opener = opener;
	}

	/**
	 * Takes a connection that has room.
	 * @param key the peer
	 * @return a connection that was begun, or {@code null} if there is none
	 */
	@Nullable PooledConnection take(PeerKey key) {
		PeerConnections connections = this.peers.get(key);
		return (connections != null) ? connections.take() : null;
	}

	/**
	 * Waits for a connection.
	 * @param key the peer
	 * @return a connection that was begun; if none could be opened, one on which the call
	 * fails with the reason
	 */
	Mono<PooledConnection> await(PeerKey key) {
		return new Turn((turn) -> queue(key, turn), (turn) -> leave(key, turn));
	}

	// Within the map's lock for the key, so that the sweep does not remove what is waited
	// for.
	private void queue(PeerKey key, Turn turn) {
		PeerConnections connections = this.peers.compute(key, (same, known) -> {
			PeerConnections found = (known != null) ? known
					: new PeerConnections(() -> this.opener.apply(key.endpoint()));
			found.queue(turn);
			return found;
		});
		connections.deal();
	}

	private void leave(PeerKey key, Turn turn) {
		PeerConnections connections = this.peers.get(key);
		if (connections != null) {
			connections.leave(turn);
		}
	}

	/**
	 * Lets no further call begin on a connection; those in flight may finish.
	 * @param key the peer
	 * @param connection the connection
	 */
	void giveUp(PeerKey key, PooledConnection connection) {
		PeerConnections connections = this.peers.get(key);
		if (connections != null) {
			connections.giveUp(connection);
		}
		else {
			connection.giveUp();
		}
	}

	/**
	 * Notes that a peer knows unary calls only.
	 * @param key the peer
	 * @return whether this is news
	 */
	boolean noteOld(PeerKey key) {
		PeerConnections connections = this.peers.get(key);
		return connections != null && connections.noteOld();
	}

	/**
	 * Closes connections without calls.
	 * @param maxIdle for how long they may have had none
	 */
	void closeIdle(Duration maxIdle) {
		long oldest = System.nanoTime() - maxIdle.toNanos();
		Map<Endpoint, Integer> purged = new HashMap<>();
		this.peers.forEach((key, connections) -> {
			int closed = connections.closeUnusedSince(oldest);
			if (closed > 0) {
				purged.merge(key.endpoint(), closed, Integer::sum);
			}
			this.peers.computeIfPresent(key, (same, found) -> found.isEmpty() ? null : found);
		});
		purged.forEach((endpoint, count) -> log.info("Purged {} expired gRPC connection(s) to {}", count, endpoint));
	}

	/** Gives up all connections; calls in flight may finish. */
	void close() {
		this.peers.values().forEach(PeerConnections::close);
	}

}
