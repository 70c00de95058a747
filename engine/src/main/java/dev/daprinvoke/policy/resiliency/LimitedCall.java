package dev.daprinvoke.policy.resiliency;

import java.util.concurrent.atomic.AtomicInteger;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * One call under a {@link ConcurrencyLimit}: waits for a place, holds it, gives it back
 * exactly once. Its caller may leave at any moment and from any thread; the phase decides
 * who gives back what.
 */
final class LimitedCall extends Operators.DeferredSubscription implements CoreSubscriber<InvokeResponse> {

	private static final int WAITING = 0;

	/** Has a place, which the caller's leaving gives back. */
	private static final int CALLING = 1;

	/** Has a place, which the end of the answer's body gives back. */
	private static final int ANSWERED = 2;

	private static final int OVER = 3;

	private final AtomicInteger phase = new AtomicInteger(WAITING);

	private final ConcurrencyLimit limit;

	private final Invoker next;

	private final InvokeRequest request;

	private final CoreSubscriber<? super InvokeResponse> caller;

	LimitedCall(ConcurrencyLimit limit, Invoker next, InvokeRequest request,
			CoreSubscriber<? super InvokeResponse> caller) {
		this.limit = limit;
		this.next = next;
		this.request = request;
		this.caller = caller;
	}

	/** Takes the place that was given, unless the caller has left. */
	void go() {
		if (this.phase.compareAndSet(WAITING, CALLING)) {
			this.next.invoke(this.request).subscribe(this);
		}
		else {
			this.limit.giveBack();
		}
	}

	/** Ends the call without a place. */
	void refuse(Throwable why) {
		if (this.phase.compareAndSet(WAITING, OVER)) {
			this.request.body().discard();
			this.caller.onError(why);
		}
	}

	@Override
	public void cancel() {
		super.cancel();
		if (this.phase.compareAndSet(WAITING, OVER)) {
			this.limit.leave(this);
			this.request.body().discard();
		}
		else if (this.phase.compareAndSet(CALLING, OVER)) {
			this.limit.giveBack();
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		set(subscription);
	}

	@Override
	public void onNext(InvokeResponse response) {
		if (!this.phase.compareAndSet(CALLING, ANSWERED)) {
			response.body().discard();
			return;
		}
		// With the whole answer here the app has done its part.
		boolean whole = response.body().match((all) -> true, (streaming) -> false);
		this.caller.onNext(whole ? response
				: response.withBody(new InvokeBody.Streaming(response.body().bytes().doFinally((signal) -> end()))));
		this.caller.onComplete();
		if (whole) {
			end();
		}
	}

	@Override
	public void onError(Throwable error) {
		if (this.phase.compareAndSet(CALLING, OVER)) {
			this.caller.onError(error);
			this.limit.giveBack();
		}
	}

	@Override
	public void onComplete() {
		if (this.phase.compareAndSet(CALLING, OVER)) {
			this.caller.onComplete();
			this.limit.giveBack();
		}
	}

	private void end() {
		if (this.phase.compareAndSet(ANSWERED, OVER)) {
			this.limit.giveBack();
		}
	}

	@Override
	public Context currentContext() {
		return this.caller.currentContext();
	}

}
