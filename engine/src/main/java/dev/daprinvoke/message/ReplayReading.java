package dev.daprinvoke.message;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * One reading of a kept body from its start, at the pace of its subscriber. Its end,
 * whatever it is, gives up its hold on the body. All state is guarded by the body's lock;
 * signals are emitted outside of it, by one thread at a time.
 */
final class ReplayReading extends Flux<ByteBuf> implements Subscription {

	private final Replay replay;

	private @Nullable CoreSubscriber<? super ByteBuf> actual;

	private int position;

	private long demand;

	private boolean emitting;

	private boolean done;

	ReplayReading(Replay replay) {
		this.replay = replay;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ByteBuf> subscriber) {
		boolean first;
		boolean admitted;
		synchronized (this.replay) {
			first = this.actual == null;
			admitted = first && this.replay.admit(this);
			if (admitted) {
				this.actual = subscriber;
				// Nothing may overtake onSubscribe: until then this thread emits.
				this.emitting = true;
			}
		}
		if (!admitted) {
			Operators.error(subscriber, first ? new IOException("the caller went away")
					: new IllegalStateException("a body can be read only once"));
			return;
		}
		subscriber.onSubscribe(this);
		drain(subscriber);
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			synchronized (this.replay) {
				this.demand = Operators.addCap(this.demand, n);
			}
			emit();
		}
	}

	@Override
	public void cancel() {
		synchronized (this.replay) {
			if (this.done) {
				return;
			}
			this.done = true;
		}
		this.replay.release();
	}

	/** Goes on, after more bytes or the end have come. */
	void emit() {
		CoreSubscriber<? super ByteBuf> subscriber;
		synchronized (this.replay) {
			subscriber = this.actual;
			if (this.emitting || subscriber == null) {
				return;
			}
			this.emitting = true;
		}
		drain(subscriber);
	}

	private void drain(CoreSubscriber<? super ByteBuf> subscriber) {
		while (true) {
			ByteBuf next = null;
			boolean end = false;
			Throwable failure = null;
			synchronized (this.replay) {
				if (this.done || !this.replay.isReadBy(this)) {
					this.emitting = false;
					return;
				}
				boolean more = this.replay.hasMoreThan(this.position);
				if (more && this.demand > 0) {
					next = this.replay.bytesFrom(this.position);
					this.position += next.readableBytes();
					this.demand = (this.demand == Long.MAX_VALUE) ? this.demand : this.demand - 1;
				}
				else if (!more && this.replay.isOver()) {
					end = true;
					failure = this.replay.failure();
					this.done = true;
				}
				else if (more || this.demand == 0 || !this.replay.mayAsk()) {
					this.emitting = false;
					return;
				}
			}
			if (next != null) {
				subscriber.onNext(next);
			}
			else if (end) {
				end(subscriber, failure);
				return;
			}
			else {
				this.replay.ask();
			}
		}
	}

	private void end(CoreSubscriber<? super ByteBuf> subscriber, @Nullable Throwable failure) {
		if (failure != null) {
			subscriber.onError(failure);
		}
		else {
			subscriber.onComplete();
		}
		this.replay.release();
	}

}
