package dev.daprinvoke.message;

import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * One buffer as a stream that gives the buffer back if its subscriber goes away before it
 * asked, which {@code Flux.just} does not.
 */
final class HeldBuffer extends Flux<ByteBuf> {

	private final ByteBuf content;

	HeldBuffer(ByteBuf content) {
		this.content = content;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
		if (this.content.isReadable()) {
			actual.onSubscribe(new Holding(actual, this.content));
		}
		else {
			this.content.release();
			Operators.complete(actual);
		}
	}

	private static final class Holding implements Subscription {

		private final CoreSubscriber<? super ByteBuf> actual;

		private final ByteBuf content;

		private final AtomicBoolean gone = new AtomicBoolean();

		private volatile boolean cancelled;

		Holding(CoreSubscriber<? super ByteBuf> actual, ByteBuf content) {
			this.actual = actual;
			this.content = content;
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n) && this.gone.compareAndSet(false, true)) {
				this.actual.onNext(this.content);
				if (!this.cancelled) {
					this.actual.onComplete();
				}
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			if (this.gone.compareAndSet(false, true)) {
				this.content.release();
			}
		}

	}

}
