package dev.daprinvoke.policy.resiliency;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * One call under {@link MostCalls}: has a place from its subscription to its end,
 * whatever that is. Subscribed once, and therefore its own subscriber and subscription:
 * this is on the way of every call.
 */
final class CallInFlight extends Mono<InvokeResponse> implements CoreSubscriber<InvokeResponse>, Subscription {

	private final MostCalls limit;

	private final Invoker next;

	private final InvokeRequest request;

	private final AtomicBoolean over = new AtomicBoolean();

	private @Nullable CoreSubscriber<? super InvokeResponse> caller;

	private @Nullable Subscription call;

	CallInFlight(MostCalls limit, Invoker next, InvokeRequest request) {
		this.limit = limit;
		this.next = next;
		this.request = request;
	}

	@Override
	public void subscribe(CoreSubscriber<? super InvokeResponse> actual) {
		if (!this.limit.enter()) {
			this.request.body().discard();
			Operators.error(actual, this.limit.tooMany());
			return;
		}
		this.caller = actual;
		this.next.invoke(this.request).subscribe(this);
	}

	private CoreSubscriber<? super InvokeResponse> caller() {
		CoreSubscriber<? super InvokeResponse> actual = this.caller;
		if (actual == null) {
			throw new IllegalStateException("nobody has subscribed");
		}
		return actual;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.call = subscription;
		caller().onSubscribe(this);
	}

	@Override
	public void request(long n) {
		Subscription begun = this.call;
		if (begun != null) {
			begun.request(n);
		}
	}

	@Override
	public void onNext(InvokeResponse response) {
		caller().onNext(response);
	}

	@Override
	public void onError(Throwable error) {
		caller().onError(error);
		end();
	}

	@Override
	public void onComplete() {
		caller().onComplete();
		end();
	}

	@Override
	public void cancel() {
		Subscription begun = this.call;
		if (begun != null) {
			begun.cancel();
		}
		end();
	}

	private void end() {
		if (this.over.compareAndSet(false, true)) {
			this.limit.leave();
		}
	}

	@Override
	public Context currentContext() {
		return caller().currentContext();
	}

}
