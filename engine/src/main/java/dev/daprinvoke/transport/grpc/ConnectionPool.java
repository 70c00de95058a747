package dev.daprinvoke.transport.grpc;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;

/**
 * All connections to other sidecars, and the sweep that closes those without calls
 * (contract section 2.7).
 */
public final class ConnectionPool {

	/** The most connections to one peer. */
	public static final int MOST_TO_ONE = 64;

	private static final Logger log = LoggerFactory.getLogger(ConnectionPool.class);

	private final Map<PeerKey, PeerConnections> peers = new ConcurrentHashMap<>();

	private final Function<PeerKey, PooledConnection> opener;

	private ConnectionPool(Function<PeerKey, PooledConnection> opener) {
		this.opener = opener;
	}

	/**
	 * Creates an empty pool of connections to other sidecars.
	 * @param loops where connections live
	 * @param settings the limits
	 * @return the pool
	 */
	public static ConnectionPool toPeers(EventLoops loops, PeerSettings settings) {
		return new ConnectionPool(new ConnectionOpener(loops, settings, settings.security()::toPeer, false)::open);
	}

	/**
	 * Creates an empty pool of connections to an app. It takes no more calls at the same
	 * time than it says, however many connections it would give (contract section 3.3).
	 * @param loops where connections live
	 * @param settings the limits
	 * @param security whether they are encrypted
	 * @return the pool
	 */
	public static ConnectionPool toApp(EventLoops loops, PeerSettings settings, AppSecurity security) {
		Supplier<ProtocolNegotiator> negotiators = security.negotiators();
		return new ConnectionPool(new ConnectionOpener(loops, settings, (key) -> negotiators.get(), true)::open);
	}

	/**
	 * Takes a connection that has room.
	 * @param key the peer
	 * @return a connection that was begun, or {@code null} if there is none
	 */
	public @Nullable PooledConnection take(PeerKey key) {
		PeerConnections connections = this.peers.get(key);
		return (connections != null) ? connections.take() : null;
	}

	/**
	 * Waits for a connection.
	 * @param key the peer
	 * @return a connection that was begun; if none could be opened, one on which the call
	 * fails with the reason
	 */
	public Mono<PooledConnection> await(PeerKey key) {
		return new Turn((turn) -> queue(key, turn), (turn) -> leave(key, turn));
	}

	// Within the map's lock for the key, so that the sweep does not remove what is waited
	// for.
	private void queue(PeerKey key, Turn turn) {
		PeerConnections connections = this.peers.compute(key, (same, known) -> {
			PeerConnections found = (known != null) ? known : new PeerConnections(() -> this.opener.apply(key));
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
	 * Takes a connection, or waits for one.
	 * @param key the peer
	 * @return a connection that was begun and is open, or a
	 * {@link dev.daprinvoke.error.PeerException} that says why there is none
	 */
	public Mono<PooledConnection> open(PeerKey key) {
		// A turn even for what is there: who goes away meanwhile gives it back.
		return new Turn((turn) -> takeOrQueue(key, turn), (turn) -> leave(key, turn)).flatMap(
				(connection) -> connection.wasOpened() ? Mono.just(connection) : connection.failure(key.endpoint()));
	}

	private void takeOrQueue(PeerKey key, Turn turn) {
		PooledConnection pooled = take(key);
		if (pooled != null) {
			turn.give(pooled);
		}
		else {
			queue(key, turn);
		}
	}

	/**
	 * Lets no further call begin on a connection; those in flight may finish.
	 * @param key the peer
	 * @param connection the connection
	 */
	public void giveUp(PeerKey key, PooledConnection connection) {
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
	public boolean noteOld(PeerKey key) {
		PeerConnections connections = this.peers.get(key);
		return connections != null && connections.noteOld();
	}

	/**
	 * Closes connections without calls.
	 * @param maxIdle for how long they may have had none
	 */
	public void closeIdle(Duration maxIdle) {
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
	public void close() {
		this.peers.values().forEach(PeerConnections::close);
	}

}
