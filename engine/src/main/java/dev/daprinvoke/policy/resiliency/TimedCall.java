package dev.daprinvoke.policy.resiliency;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * One call under a {@link CallTimeout}. An answer that comes too late, or after its
 * caller has left, is discarded: Reactor's own timeout would drop it with its buffers.
 */
final class TimedCall extends Mono<InvokeResponse> {

	private final Invoker next;

	private final InvokeRequest request;

	private final CallTimeout timeout;

	TimedCall(Invoker next, InvokeRequest request, CallTimeout timeout) {
		this.next = next;
		this.request = request;
		this.timeout = timeout;
	}

	@Override
	public void subscribe(CoreSubscriber<? super InvokeResponse> actual) {
		this.next.invoke(this.request).subscribe(new Waiting(actual, this.timeout));
	}

	private enum Phase {

		WAITING, OVER

	}

	private static final class Waiting implements CoreSubscriber<InvokeResponse>, Subscription {

		private final CoreSubscriber<? super InvokeResponse> actual;

		private final CallTimeout timeout;

		private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

		private final AtomicBoolean armed = new AtomicBoolean();

		private final long begun;

		private volatile @Nullable Subscription call;

		private volatile @Nullable Disposable alarm;

		Waiting(CoreSubscriber<? super InvokeResponse> actual, CallTimeout timeout) {
			this.actual = actual;
			this.timeout = timeout;
			this.begun = now();
		}

		private long now() {
			return this.timeout.timer().now(TimeUnit.NANOSECONDS);
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.call = subscription;
			this.actual.onSubscribe(this);
			setAlarm();
		}

		// Not before the caller knows of its subscription, which an alarm would end, and
		// not after an answer may come.
		private void setAlarm() {
			if (this.phase.get() == Phase.WAITING && this.armed.compareAndSet(false, true)) {
				Disposable set = this.timeout.timer()
					.schedule(this::late, this.timeout.limit().toNanos(), TimeUnit.NANOSECONDS);
				this.alarm = set;
				if (this.phase.get() == Phase.OVER) {
					set.dispose();
				}
			}
		}

		@Override
		public void request(long n) {
			setAlarm();
			Subscription begunCall = this.call;
			if (begunCall != null) {
				begunCall.request(n);
			}
		}

		@Override
		public void onNext(InvokeResponse response) {
			if (!isFirst()) {
				response.body().discard();
				return;
			}
			long left = Math.max(1, this.timeout.limit().toNanos() - (now() - this.begun));
			this.actual.onNext(this.timeout.bounded(response, Duration.ofNanos(left)));
			this.actual.onComplete();
		}

		@Override
		public void onError(Throwable error) {
			if (isFirst()) {
				this.actual.onError(error);
			}
			else {
				Operators.onErrorDropped(error, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (isFirst()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void cancel() {
			if (isFirst()) {
				stop();
			}
		}

		private void late() {
			if (isFirst()) {
				stop();
				this.actual.onError(this.timeout.late());
			}
		}

		private boolean isFirst() {
			boolean first = this.phase.compareAndSet(Phase.WAITING, Phase.OVER);
			Disposable set = this.alarm;
			if (first && set != null) {
				set.dispose();
			}
			return first;
		}

		private void stop() {
			Subscription begunCall = this.call;
			if (begunCall != null) {
				begunCall.cancel();
			}
		}

	}

}
