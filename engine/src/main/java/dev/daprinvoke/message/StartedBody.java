package dev.daprinvoke.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * A body whose start was read already: first the start, then what the body still gives.
 * Cancelling it cancels the body, and releases the start if nobody has taken it.
 * <p>
 * While the start waits nothing is asked of the body, so that only its end can come; the
 * end waits until the start has been taken.
 */
final class StartedBody extends Flux<ByteBuf> implements Subscription {

	private final ByteBuf start;

	private final Subscription upstream;

	private @Nullable CoreSubscriber<? super ByteBuf> reader;

	private boolean startTaken;

	private boolean startPassed;

	private long askedMeanwhile;

	private boolean ended;

	private @Nullable Throwable failure;

	private boolean cancelled;

	StartedBody(ByteBuf start, Subscription upstream) {
		this.start = start;
		this.upstream = upstream;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
		synchronized (this) {
			if (this.reader != null || this.cancelled) {
				Operators.error(actual, new IllegalStateException("a body can be read only once"));
				return;
			}
			this.reader = actual;
		}
		actual.onSubscribe(this);
	}

	@Override
	public void request(long n) {
		if (!Operators.validate(n)) {
			return;
		}
		boolean streaming;
		synchronized (this) {
			streaming = this.startPassed;
			if (this.cancelled || (this.ended && streaming)) {
				return;
			}
			if (!streaming) {
				this.askedMeanwhile = Operators.addCap(this.askedMeanwhile, n);
				if (this.startTaken) {
					return;
				}
				this.startTaken = true;
			}
		}
		if (streaming) {
			this.upstream.request(n);
		}
		else {
			passStart();
		}
	}

	private void passStart() {
		CoreSubscriber<? super ByteBuf> actual = this.reader;
		if (actual == null) {
			return;
		}
		actual.onNext(this.start);
		long asked;
		boolean over;
		synchronized (this) {
			this.startPassed = true;
			asked = (this.askedMeanwhile == Long.MAX_VALUE) ? Long.MAX_VALUE : this.askedMeanwhile - 1;
			over = this.ended;
			if (this.cancelled) {
				return;
			}
		}
		if (over) {
			end(actual);
		}
		else if (asked > 0) {
			this.upstream.request(asked);
		}
	}

	/** Passes a buffer that the reader asked for. */
	void next(ByteBuf bytes) {
		CoreSubscriber<? super ByteBuf> actual;
		synchronized (this) {
			actual = this.cancelled ? null : this.reader;
		}
		if (actual != null) {
			actual.onNext(bytes);
		}
		else {
			bytes.release();
		}
	}

	/**
	 * Passes the end.
	 * @param error why the body broke off, or {@code null} if it is complete
	 */
	void end(@Nullable Throwable error) {
		CoreSubscriber<? super ByteBuf> actual;
		synchronized (this) {
			this.ended = true;
			this.failure = error;
			actual = (this.startPassed && !this.cancelled) ? this.reader : null;
		}
		if (actual != null) {
			end(actual);
		}
	}

	private void end(CoreSubscriber<? super ByteBuf> actual) {
		if (this.failure != null) {
			actual.onError(this.failure);
		}
		else {
			actual.onComplete();
		}
	}

	@Override
	public void cancel() {
		boolean release;
		synchronized (this) {
			if (this.cancelled) {
				return;
			}
			this.cancelled = true;
			release = !this.startTaken;
		}
		if (release) {
			this.start.release();
		}
		this.upstream.cancel();
	}

}
