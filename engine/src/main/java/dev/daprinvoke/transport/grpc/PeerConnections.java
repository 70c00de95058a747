package dev.daprinvoke.transport.grpc;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.grpc.ConnectivityState;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * The connections to one peer. A call takes the first that has room; only when none has
 * does it wait, for one that is being opened. One is opened at a time, and none beyond
 * {@link #MOST}: from then on calls share the connection with the fewest, behind the
 * peer's limit (contract section 2.7).
 */
final class PeerConnections {

	/** The most connections to one peer. */
	static final int MOST = ConnectionPool.MOST_TO_ONE;

	/**
	 * How long a peer that was connected to may take to answer HTTP/2's first frames. One
	 * that does not is dialled once more for those who wait.
	 */
	private static final Duration HANDSHAKE = Duration.ofSeconds(10);

	private static final PooledConnection[] NONE = {};

	private final Supplier<PooledConnection> opener;

	private final Queue<Turn> waiting = new ArrayDeque<>();

	private volatile PooledConnection[] open = NONE;

	private @Nullable PooledConnection opening;

	private volatile boolean knownOld;

	/**
	 * Creates an empty set.
	 * @param opener makes a connection that is not connected yet
	 */
	PeerConnections(Supplier<PooledConnection> opener) {
		this.opener = opener;
	}

	/**
	 * Takes a connection that has room.
	 * @return a connection that was begun, or {@code null} if the call has to wait
	 */
	@Nullable PooledConnection take() {
		for (PooledConnection each : this.open) {
			if (each.begin()) {
				return each;
			}
		}
		return null;
	}

	/** Lets a call wait; {@link #deal()} is to follow. */
	synchronized void queue(Turn turn) {
		this.waiting.add(turn);
	}

	synchronized void leave(Turn turn) {
		this.waiting.remove(turn);
	}

	/** Gives connections to those who wait, and opens another for those left. */
	void deal() {
		List<Runnable> given = new ArrayList<>();
		PooledConnection toOpen = null;
		synchronized (this) {
			while (!this.waiting.isEmpty()) {
				PooledConnection connection = take();
				if (connection == null && this.opening == null && this.open.length >= MOST) {
					connection = beginLeastUsed();
				}
				if (connection != null) {
					given.add(giving(connection));
					continue;
				}
				if (this.opening == null) {
					toOpen = this.opener.get();
					this.opening = toOpen;
				}
				break;
			}
		}
		given.forEach(Runnable::run);
		if (toOpen != null) {
			new Dial(toOpen, true).begin();
		}
	}

	private Runnable giving(PooledConnection connection) {
		Turn turn = this.waiting.remove();
		return () -> turn.give(connection);
	}

	private @Nullable PooledConnection beginLeastUsed() {
		PooledConnection least = null;
		for (PooledConnection each : this.open) {
			if (!each.isGivenUp() && (least == null || each.uses() < least.uses())) {
				least = each;
			}
		}
		return (least != null && least.beginBeyondLimit()) ? least : null;
	}

	/** The opening of one connection. */
	private final class Dial {

		private final PooledConnection connection;

		private final boolean first;

		private final Disposable.Swap limit = Disposables.swap();

		private volatile boolean stalled;

		Dial(PooledConnection connection, boolean first) {
			this.connection = connection;
			this.first = first;
		}

		void begin() {
			this.limit
				.replace(Schedulers.parallel().schedule(this::giveUp, HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS));
			watch();
		}

		private void giveUp() {
			this.stalled = true;
			this.connection.channel().shutdownNow();
		}

		private void watch() {
			ConnectivityState state = this.connection.channel().getState(true);
			switch (state) {
				case READY -> {
					this.limit.dispose();
					opened(this.connection);
				}
				case TRANSIENT_FAILURE, SHUTDOWN -> {
					this.limit.dispose();
					if (!this.stalled || !this.first || !again()) {
						failed(this.connection);
					}
				}
				default -> this.connection.channel().notifyWhenStateChanged(state, this::watch);
			}
		}

		private boolean again() {
			PooledConnection next;
			synchronized (PeerConnections.this) {
				if (PeerConnections.this.waiting.isEmpty()) {
					return false;
				}
				next = PeerConnections.this.opener.get();
				PeerConnections.this.opening = next;
			}
			this.connection.giveUp();
			new Dial(next, false).begin();
			return true;
		}

	}

	private void opened(PooledConnection connection) {
		connection.opened();
		synchronized (this) {
			this.opening = null;
			PooledConnection[] more = Arrays.copyOf(this.open, this.open.length + 1);
			more[this.open.length] = connection;
			this.open = more;
		}
		// What the peer has closed, or is about to, takes no further calls.
		connection.channel().notifyWhenStateChanged(ConnectivityState.READY, () -> giveUp(connection));
		deal();
	}

	// Those who wait get the connection all the same if there is no other: their calls
	// fail on it with the reason.
	private void failed(PooledConnection connection) {
		List<Runnable> given = new ArrayList<>();
		synchronized (this) {
			this.opening = null;
			while (!this.waiting.isEmpty()) {
				PooledConnection other = beginLeastUsed();
				if (other == null) {
					connection.beginBeyondLimit();
				}
				given.add(giving((other != null) ? other : connection));
			}
		}
		given.forEach(Runnable::run);
		connection.giveUp();
	}

	/** Lets no further call begin on a connection; those in flight may finish. */
	void giveUp(PooledConnection connection) {
		remove(connection);
		connection.giveUp();
	}

	private synchronized void remove(PooledConnection connection) {
		this.open = Arrays.stream(this.open).filter((each) -> each != connection).toArray(PooledConnection[]::new);
	}

	/**
	 * Closes what nobody has used for long.
	 * @param nanoTime uses after this moment keep a connection
	 * @return how many connections were closed
	 */
	int closeUnusedSince(long nanoTime) {
		int closed = 0;
		for (PooledConnection each : this.open) {
			if (each.closeIfUnusedSince(nanoTime)) {
				remove(each);
				closed++;
			}
		}
		return closed;
	}

	/** Whether nothing is open, being opened or waited for. */
	synchronized boolean isEmpty() {
		return this.open.length == 0 && this.opening == null && this.waiting.isEmpty();
	}

	/** Gives everything up; calls in flight may finish. */
	void close() {
		PooledConnection unfinished;
		synchronized (this) {
			unfinished = this.opening;
		}
		if (unfinished != null) {
			unfinished.giveUp();
		}
		for (PooledConnection each : this.open) {
			giveUp(each);
		}
	}

	/**
	 * Notes that the peer knows unary calls only.
	 * @return whether this is news
	 */
	boolean noteOld() {
		boolean news = !this.knownOld;
		this.knownOld = true;
		return news;
	}

}
