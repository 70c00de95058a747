package dev.daprinvoke.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * The bytes of one body as they come, kept for further readers. They are copied: buffers
 * that sockets read into may be much larger than what they hold.
 * <p>
 * Bytes come on the body's thread, readers on any; a lock held for a few instructions
 * orders them. The body is asked for one buffer at a time, and only for a reader who has
 * read all that is kept. When nobody holds the body any more, it is cancelled and what
 * was kept is released.
 */
final class Replay implements CoreSubscriber<ByteBuf> {

	private static final int CHUNK = 64 * 1024;

	private final Flux<ByteBuf> source;

	private final int length;

	private final Runnable released;

	private final List<ByteBuf> chunks = new ArrayList<>();

	private int kept;

	private int holders = 1;

	private boolean begun;

	private boolean asked;

	private boolean over;

	private @Nullable Throwable failure;

	private @Nullable Subscription upstream;

	private @Nullable ReplayReading reader;

	/**
	 * Creates the store of a body.
	 * @param source the body; subscribed to once, when the first reader asks
	 * @param length its declared length; more bytes are an error
	 * @param released called once, when nothing is kept any more
	 */
	Replay(Flux<ByteBuf> source, int length, Runnable released) {
		this.source = source;
		this.length = length;
		this.released = released;
	}

	synchronized void retain() {
		if (this.holders > 0) {
			this.holders++;
		}
	}

	void release() {
		List<ByteBuf> unused;
		Subscription running;
		boolean untouched;
		synchronized (this) {
			if (this.holders == 0 || --this.holders > 0) {
				return;
			}
			untouched = !this.begun;
			unused = List.copyOf(this.chunks);
			this.chunks.clear();
			running = this.over ? null : this.upstream;
		}
		unused.forEach(ByteBuf::release);
		if (running != null) {
			running.cancel();
		}
		else if (untouched) {
			new InvokeBody.Streaming(this.source).discard();
		}
		this.released.run();
	}

	/** Lets a reader in, in place of the one before; called with the lock held. */
	boolean admit(ReplayReading next) {
		if (this.holders == 0) {
			return false;
		}
		this.reader = next;
		return true;
	}

	/** Called with the lock held. */
	boolean isReadBy(ReplayReading candidate) {
		return this.reader == candidate && this.holders > 0;
	}

	/** Called with the lock held. */
	boolean hasMoreThan(int position) {
		return position < this.kept;
	}

	/** Called with the lock held. */
	boolean isOver() {
		return this.over;
	}

	/** Called with the lock held. */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/** Called with the lock held; the bytes are released by whoever gets them. */
	ByteBuf bytesFrom(int position) {
		int offset = position % CHUNK;
		int count = Math.min(CHUNK - offset, this.kept - position);
		return this.chunks.get(position / CHUNK).retainedSlice(offset, count);
	}

	/**
	 * Whether the body may be asked for a buffer; if so, {@link #ask()} is to follow.
	 * Called with the lock held.
	 */
	boolean mayAsk() {
		if (this.asked || this.over) {
			return false;
		}
		this.asked = true;
		return true;
	}

	void ask() {
		Subscription running;
		synchronized (this) {
			running = this.upstream;
			if (this.holders == 0) {
				return;
			}
			this.begun = true;
		}
		if (running != null) {
			running.request(1);
		}
		else {
			this.source.subscribe(this);
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		boolean late;
		synchronized (this) {
			this.upstream = subscription;
			late = this.holders == 0;
		}
		if (late) {
			subscription.cancel();
		}
		else {
			subscription.request(1);
		}
	}

	@Override
	public void onNext(ByteBuf bytes) {
		Subscription tooMuch = null;
		try {
			synchronized (this) {
				this.asked = false;
				if (this.holders == 0 || this.over) {
					return;
				}
				if (bytes.readableBytes() > this.length - this.kept) {
					tooMuch = this.upstream;
					this.failure = new IOException("the body is longer than its declared length of " + this.length);
					this.over = true;
				}
				else {
					keep(bytes);
				}
			}
		}
		finally {
			bytes.release();
		}
		if (tooMuch != null) {
			tooMuch.cancel();
		}
		tellReader();
	}

	private void keep(ByteBuf bytes) {
		while (bytes.isReadable()) {
			int offset = this.kept % CHUNK;
			if (offset == 0) {
				this.chunks.add(bytes.alloc().directBuffer(Math.min(CHUNK, this.length - this.kept)));
			}
			ByteBuf chunk = this.chunks.get(this.chunks.size() - 1);
			int count = Math.min(CHUNK - offset, bytes.readableBytes());
			chunk.writeBytes(bytes, count);
			this.kept += count;
		}
	}

	@Override
	public void onError(Throwable error) {
		synchronized (this) {
			this.over = true;
			this.failure = error;
		}
		tellReader();
	}

	@Override
	public void onComplete() {
		synchronized (this) {
			this.over = true;
		}
		tellReader();
	}

	private void tellReader() {
		ReplayReading current;
		synchronized (this) {
			current = this.reader;
		}
		if (current != null) {
			current.emit();
		}
	}

}
