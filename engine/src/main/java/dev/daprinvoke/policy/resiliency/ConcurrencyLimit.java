package dev.daprinvoke.policy.resiliency;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * Lets so many calls through at the same time; the others wait in the order in which they
 * came (contract section 4, {@code --app-max-concurrency}). A call keeps its place until
 * its answer has come to its end, broke off or was given up, and leaves the queue when
 * its caller does.
 * <p>
 * All that this layer is put around shares its places. Safe for use by any number of
 * threads; a call that had to wait goes on in the thread that gave a place back.
 */
public final class ConcurrencyLimit implements InvokerLayer {

	/** How many calls may wait at most: each keeps its request. */
	private static final int MOST_WAITING = 8192;

	private final Object lock = new Object();

	private final Set<LimitedCall> waiting = new LinkedHashSet<>();

	private final AtomicInteger turns = new AtomicInteger();

	private final int places;

	private final int mostWaiting;

	private int free;

	/**
	 * Creates a limit.
	 * @param places how many calls may be made at the same time, at least 1
	 */
	public ConcurrencyLimit(int places) {
		this(places, MOST_WAITING);
	}

	ConcurrencyLimit(int places, int mostWaiting) {
		if (places < 1) {
			throw new IllegalArgumentException("places: " + places + " (expected: 1 or more)");
		}
		this.places = places;
		this.mostWaiting = mostWaiting;
		this.free = places;
	}

	@Override
	public Invoker around(Invoker next) {
		return (request) -> new Limited(this, next, request);
	}

	/** Gives the call a place now or later, or refuses it. */
	void enter(LimitedCall call) {
		boolean now;
		boolean refused = false;
		synchronized (this.lock) {
			now = this.free > 0 && this.waiting.isEmpty();
			if (now) {
				this.free--;
			}
			else if (this.waiting.size() < this.mostWaiting) {
				this.waiting.add(call);
			}
			else {
				refused = true;
			}
		}
		if (now) {
			call.go();
		}
		else if (refused) {
			call.refuse(new AppCallException("%d calls wait already (expected: fewer, with app-max-concurrency %d)"
				.formatted(this.mostWaiting, this.places), null));
		}
	}

	void leave(LimitedCall call) {
		synchronized (this.lock) {
			this.waiting.remove(call);
		}
	}

	/**
	 * Takes a place back and gives it to who waits longest. Who goes on may be through at
	 * once and give its place back in turn: a loop keeps that from becoming a recursion.
	 */
	void giveBack() {
		synchronized (this.lock) {
			this.free++;
		}
		int turn = this.turns.getAndIncrement();
		if (turn != 0) {
			return;
		}
		int done = 1;
		while (done != 0) {
			for (LimitedCall next = next(); next != null; next = next()) {
				next.go();
			}
			done = this.turns.addAndGet(-done);
		}
	}

	private @Nullable LimitedCall next() {
		synchronized (this.lock) {
			if (this.free == 0 || this.waiting.isEmpty()) {
				return null;
			}
			this.free--;
			Iterator<LimitedCall> first = this.waiting.iterator();
			LimitedCall call = first.next();
			first.remove();
			return call;
		}
	}

	/** How many places nobody has; all of them when nothing is called. */
	int free() {
		synchronized (this.lock) {
			return this.free;
		}
	}

	int waiting() {
		synchronized (this.lock) {
			return this.waiting.size();
		}
	}

	/** A call that begins when it is subscribed to. */
	private static final class Limited extends Mono<InvokeResponse> {

		private final ConcurrencyLimit limit;

		private final Invoker next;

		private final InvokeRequest request;

		Limited(ConcurrencyLimit limit, Invoker next, InvokeRequest request) {
			this.limit = limit;
			this.next = next;
			this.request = request;
		}

		@Override
		public void subscribe(CoreSubscriber<? super InvokeResponse> actual) {
			LimitedCall call = new LimitedCall(this.limit, this.next, this.request, actual);
			actual.onSubscribe(call);
			this.limit.enter(call);
		}

	}

}
