package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * The few buffers between those who bring a body and the thread that reads it: at most
 * {@link #AHEAD} wait here. Closing may come from any thread.
 */
final class BodyQueue implements CoreSubscriber<ByteBuf> {

	/** How many buffers are asked for before they are read. */
	static final int AHEAD = 4;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<ByteBuf> waiting = new ArrayDeque<>(AHEAD);

	private @Nullable Subscription upstream;

	private @Nullable Throwable failure;

	private boolean ended;

	private boolean closed;

	/**
	 * Reads, waiting for at least one byte.
	 * @param into where to
	 * @param offset from where on
	 * @param length how many bytes at most, 1 or more
	 * @return how many bytes, or -1 at the end
	 * @throws IOException if the body broke off, the wait was interrupted, or this is
	 * closed
	 */
	int read(byte[] into, int offset, int length) throws IOException {
		Subscription refill = null;
		int count;
		this.lock.lock();
		try {
			ByteBuf first = awaitFirst();
			if (first == null) {
				return -1;
			}
			count = Math.min(length, first.readableBytes());
			first.readBytes(into, offset, count);
			if (!first.isReadable()) {
				this.waiting.remove();
				first.release();
				refill = this.upstream;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (refill != null) {
			refill.request(1);
		}
		return count;
	}

	private @Nullable ByteBuf awaitFirst() throws IOException {
		while (true) {
			if (this.closed) {
				throw new IOException("the body was closed");
			}
			ByteBuf first = this.waiting.peek();
			if (first != null) {
				return first;
			}
			if (this.failure != null) {
				throw new IOException("the body broke off: " + this.failure.getMessage(), this.failure);
			}
			if (this.ended) {
				return null;
			}
			awaitChange();
		}
	}

	private void awaitChange() throws IOException {
		try {
			this.changed.await();
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while waiting for the body");
		}
	}

	/** Gives back what waits, and cancels the body. */
	void close() {
		Subscription subscription;
		this.lock.lock();
		try {
			subscription = (this.closed || this.ended) ? null : this.upstream;
			this.closed = true;
			this.waiting.forEach(ByteBuf::release);
			this.waiting.clear();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (subscription != null) {
			subscription.cancel();
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (accept(subscription)) {
			subscription.request(AHEAD);
		}
		else {
			subscription.cancel();
		}
	}

	private boolean accept(Subscription subscription) {
		this.lock.lock();
		try {
			this.upstream = subscription;
			return !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void onNext(ByteBuf bytes) {
		Subscription refill = null;
		this.lock.lock();
		try {
			if (this.closed) {
				bytes.release();
			}
			else if (bytes.isReadable()) {
				this.waiting.add(bytes);
				this.changed.signal();
			}
			else {
				bytes.release();
				refill = this.upstream;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (refill != null) {
			refill.request(1);
		}
	}

	@Override
	public void onError(Throwable error) {
		end(error);
	}

	@Override
	public void onComplete() {
		end(null);
	}

	private void end(@Nullable Throwable error) {
		this.lock.lock();
		try {
			this.ended = true;
			this.failure = error;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
