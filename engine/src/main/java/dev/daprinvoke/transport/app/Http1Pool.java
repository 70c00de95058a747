package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/**
 * The connections to an app that speaks HTTP/1.1, under the limits that Dapr sets for it:
 * bounded in number, and few kept without calls. The one that was used last is used
 * first. Safe for use by any number of threads.
 */
final class Http1Pool {

	private static final String CLOSED = "the connections are closed";

	private static final long SWEEP_SECONDS = 1;

	private final HttpLimits limits;

	private final LoopResources loops;

	private final AnswerMemory memory;

	private final TcpClient client;

	private final Http1Idle idle;

	private final Deque<Http1Waiter> waiting = new ArrayDeque<>();

	private final Set<Http1Connection> all = new HashSet<>();

	/** Those that are being opened, too. */
	private int count;

	private volatile boolean closed;

	/** Those for whom a connection is being opened. */
	private final Set<Http1Waiter> opening = new HashSet<>();

	private @Nullable Disposable sweep;

	/**
	 * Creates a pool without connections.
	 * @param origin the server
	 * @param limits what is asked of the connections
	 * @param loops where connections live
	 */
	Http1Pool(HttpOrigin origin, HttpLimits limits, LoopResources loops) {
		this.limits = limits;
		this.idle = new Http1Idle(limits);
		this.loops = loops;
		this.memory = new AnswerMemory(limits.memory());
		TcpClient plain = TcpClient.newConnection()
			.remoteAddress(origin::address)
			.runOn(loops)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connectTimeout().toMillis());
		this.client = origin.secure() ? plain.secure((spec) -> spec.sslContext(HttpConnections.trustingContext()))
				: plain;
	}

	HttpLimits limits() {
		return this.limits;
	}

	AnswerMemory memory() {
		return this.memory;
	}

	/**
	 * Asks for a connection.
	 * @param waiter told of it, perhaps at once
	 */
	void acquire(Http1Waiter waiter) {
		acquire(waiter, false);
	}

	/**
	 * Asks for another connection, instead of one that has ended: before all who wait.
	 * @param waiter told of it, perhaps at once
	 */
	void acquireAgain(Http1Waiter waiter) {
		acquire(waiter, true);
	}

	private void acquire(Http1Waiter waiter, boolean again) {
		Http1Connection free;
		boolean opens = false;
		boolean full = false;
		synchronized (this) {
			free = this.idle.poll();
			if (free == null && this.count < this.limits.maxConnections() && !this.closed) {
				this.count++;
				opens = true;
			}
			else if (free == null && again && !this.closed) {
				waiter.waits();
				this.waiting.addFirst(waiter);
			}
			else if (free == null && this.waiting.size() < this.limits.maxWaiting() && !this.closed) {
				waiter.waits();
				this.waiting.add(waiter);
			}
			else if (free == null) {
				full = true;
			}
		}
		if (free != null) {
			lend(free, waiter);
		}
		else if (opens) {
			open(waiter);
		}
		else if (full) {
			waiter.refused(new IOException(this.closed ? CLOSED
					: "Pending acquire queue has reached its maximum size of " + this.limits.maxWaiting()));
		}
	}

	private void lend(Http1Connection connection, Http1Waiter waiter) {
		if (connection.loop().inEventLoop()) {
			hand(connection, waiter);
		}
		else {
			connection.loop().execute(() -> hand(connection, waiter));
		}
	}

	// It may have ended on the way here.
	private void hand(Http1Connection connection, Http1Waiter waiter) {
		if (connection.isUsable()) {
			waiter.connected(connection);
		}
		else {
			acquireAgain(waiter);
		}
	}

	/**
	 * Does not wait any longer.
	 * @param waiter who asked for a connection
	 */
	synchronized void leave(Http1Waiter waiter) {
		this.waiting.remove(waiter);
	}

	private void open(Http1Waiter waiter) {
		synchronized (this) {
			this.opening.add(waiter);
		}
		// Never cancelled: Reactor Netty loses a connection that is there a moment later.
		this.client.connect()
			.subscribe((
					connection) -> connection.channel().eventLoop().execute(() -> opened(connection.channel(), waiter)),
					(error) -> {
						if (endsOpening(waiter)) {
							waiter.refused(error);
						}
						gone(null);
					});
	}

	/** Whether it still waits: else the pool has been closed. */
	private synchronized boolean endsOpening(Http1Waiter waiter) {
		return this.opening.remove(waiter);
	}

	private void opened(Channel channel, Http1Waiter waiter) {
		Http1Connection connection = Http1Connection.on(channel, this);
		boolean late;
		boolean waits;
		synchronized (this) {
			late = this.closed;
			waits = endsOpening(waiter);
			this.all.add(connection);
			if (this.sweep == null && !late) {
				this.sweep = Schedulers.parallel()
					.schedulePeriodically(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
			}
		}
		if (late) {
			connection.close();
			if (waits) {
				waiter.refused(new IOException(CLOSED));
			}
		}
		else if (channel.isActive()) {
			waiter.connected(connection);
		}
		else {
			gone(connection);
			waiter.refused(new ClosedChannelException());
		}
	}

	/**
	 * Takes a connection back whose call is over. On its event loop.
	 * @param connection the connection, fit for another call
	 */
	void release(Http1Connection connection) {
		Http1Waiter next;
		boolean last;
		synchronized (this) {
			next = this.waiting.poll();
			last = this.closed;
			if (next == null && !last) {
				this.idle.add(connection);
			}
		}
		if (next != null) {
			// Not within the call that has ended: the next may end at once.
			Http1Waiter begun = next;
			connection.loop().execute(() -> hand(connection, begun));
		}
		else if (last) {
			connection.close();
		}
		else {
			connection.watch();
		}
	}

	/**
	 * Forgets a connection that has ended, or was not to be had.
	 * @param connection the connection, or {@code null}
	 */
	void gone(@Nullable Http1Connection connection) {
		Http1Waiter next;
		synchronized (this) {
			if (connection != null && !this.all.remove(connection)) {
				return;
			}
			if (connection != null) {
				this.idle.remove(connection);
			}
			next = this.waiting.poll();
			if (next == null || this.closed) {
				this.count--;
				next = null;
			}
		}
		if (next != null) {
			// Where none is to be had, as many as wait would fail within each other.
			Http1Waiter opening = next;
			this.loops.onClient(true).next().execute(() -> open(opening));
		}
	}

	private void sweep() {
		List<Http1Connection> old;
		List<Http1Connection> stalled;
		synchronized (this) {
			old = this.idle.pollOld();
			stalled = this.waiting.isEmpty() ? List.of() : Http1Stalls.of(this.all, this.waiting.size());
			if (this.all.isEmpty() && this.sweep != null) {
				this.sweep.dispose();
				this.sweep = null;
			}
		}
		old.forEach(Http1Connection::close);
		stalled.forEach(Http1Connection::giveUpStalled);
	}

	/**
	 * Closes all connections, those that are being opened as soon as they are; calls that
	 * wait for one fail at once.
	 * @return completes when they are closed
	 */
	Mono<Void> close() {
		return Mono.defer(() -> {
			List<Http1Connection> open;
			List<Http1Waiter> left;
			synchronized (this) {
				this.closed = true;
				open = new ArrayList<>(this.all);
				left = new ArrayList<>(this.waiting);
				this.waiting.clear();
				left.addAll(this.opening);
				this.opening.clear();
				if (this.sweep != null) {
					this.sweep.dispose();
				}
			}
			left.forEach((waiter) -> waiter.refused(new IOException(CLOSED)));
			return Mono.when(open.stream().map(Http1Connection::closed).toList());
		});
	}

}
