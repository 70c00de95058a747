package dev.daprinvoke.transport.sidecar;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * What the JDK's client receives, as a stream. Unlike with Reactor's own bridge, the
 * error with which the client answers a cancellation is not logged as a lost one.
 */
final class ReceivedParts extends Flux<List<ByteBuffer>> {

	private final Flow.Publisher<List<ByteBuffer>> parts;

	ReceivedParts(Flow.Publisher<List<ByteBuffer>> parts) {
		this.parts = parts;
	}

	@Override
	public void subscribe(CoreSubscriber<? super List<ByteBuffer>> actual) {
		this.parts.subscribe(new Bridge(actual));
	}

	private static final class Bridge implements Flow.Subscriber<List<ByteBuffer>> {

		private final CoreSubscriber<? super List<ByteBuffer>> actual;

		private volatile boolean cancelled;

		Bridge(CoreSubscriber<? super List<ByteBuffer>> actual) {
			this.actual = actual;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.actual.onSubscribe(new Subscription() {

				@Override
				public void request(long n) {
					subscription.request(n);
				}

				@Override
				public void cancel() {
					Bridge.this.cancelled = true;
					subscription.cancel();
				}

			});
		}

		@Override
		public void onNext(List<ByteBuffer> part) {
			if (!this.cancelled) {
				this.actual.onNext(part);
			}
		}

		@Override
		public void onError(Throwable error) {
			if (!this.cancelled) {
				this.actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			if (!this.cancelled) {
				this.actual.onComplete();
			}
		}

	}

}
