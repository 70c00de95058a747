package dev.daprinvoke.transport.app;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The body of an answer that streams, at the pace of who reads it. Lives on the
 * connection's event loop; may be asked for, and left, on any thread.
 */
final class Http1Answer extends Flux<ByteBuf> implements Subscription {

	private final Http1Connection connection;

	private final Runnable left;

	private final Queue<ByteBuf> parts = new ArrayDeque<>();

	private @Nullable CoreSubscriber<? super ByteBuf> reader;

	private volatile boolean taken;

	private long asked;

	private boolean complete;

	private @Nullable Throwable failure;

	private boolean over;

	private boolean giving;

	/**
	 * Since when nothing is asked for, by {@link System#nanoTime()}; 0 if something is.
	 */
	private volatile long stalledSince = now();

	/**
	 * Creates a body without bytes so far.
	 * @param connection where they come from
	 * @param left told if the reader leaves before the end
	 */
	Http1Answer(Http1Connection connection, Runnable left) {
		this.connection = connection;
		this.left = left;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
		synchronized (this) {
			if (this.taken) {
				Operators.error(actual, new IllegalStateException("a body is read once"));
				return;
			}
			this.taken = true;
		}
		actual.onSubscribe(this);
		run(() -> {
			this.reader = actual;
			give();
			readIfWanted();
		});
	}

	private static long now() {
		return System.nanoTime() | 1;
	}

	/**
	 * How long the reader has not asked for anything. Any thread.
	 * @param nanoTime the time
	 * @return nanoseconds, 0 if it has asked
	 */
	long stalledFor(long nanoTime) {
		long since = this.stalledSince;
		return (since != 0) ? nanoTime - since : 0;
	}

	private void run(Runnable task) {
		if (this.connection.loop().inEventLoop()) {
			task.run();
		}
		else {
			this.connection.loop().execute(task);
		}
	}

	@Override
	public void request(long count) {
		if (Operators.validate(count)) {
			run(() -> {
				this.asked = Operators.addCap(this.asked, count);
				this.stalledSince = 0;
				give();
				readIfWanted();
			});
		}
	}

	private void readIfWanted() {
		if (wantsMore()) {
			this.connection.watch();
		}
	}

	@Override
	public void cancel() {
		run(() -> {
			if (this.over) {
				return;
			}
			this.over = true;
			drop();
			if (!this.complete && this.failure == null) {
				this.left.run();
			}
		});
	}

	private void drop() {
		for (ByteBuf part = this.parts.poll(); part != null; part = this.parts.poll()) {
			part.release();
		}
	}

	/** Takes bytes, which belong to this from now on. */
	void next(ByteBuf part) {
		if (this.over || !part.isReadable()) {
			part.release();
			return;
		}
		this.parts.add(part);
		give();
	}

	/** Takes the end. */
	void complete() {
		this.complete = true;
		give();
	}

	/** Takes what broke it off. */
	void fail(Throwable error) {
		this.failure = error;
		give();
	}

	/** Gives up what nobody has begun to read. */
	void abandon(Throwable error) {
		drop();
		this.complete = false;
		fail(error);
	}

	/** Whether there is a reader. */
	boolean isTaken() {
		return this.taken;
	}

	/** Whether the reader has asked for more than there is. */
	boolean wantsMore() {
		return !this.over && !this.complete && this.failure == null && this.asked > this.parts.size();
	}

	private void give() {
		CoreSubscriber<? super ByteBuf> to = this.reader;
		if (to == null || this.giving || this.over) {
			return;
		}
		this.giving = true;
		try {
			while (!this.over && this.asked > 0 && !this.parts.isEmpty()) {
				this.asked--;
				to.onNext(this.parts.remove());
			}
		}
		finally {
			this.giving = false;
		}
		if (this.asked == 0 && this.stalledSince == 0) {
			this.stalledSince = now();
		}
		if (this.over || !this.parts.isEmpty()) {
			return;
		}
		Throwable error = this.failure;
		if (error != null) {
			this.over = true;
			to.onError(error);
		}
		else if (this.complete) {
			this.over = true;
			to.onComplete();
		}
	}

}
