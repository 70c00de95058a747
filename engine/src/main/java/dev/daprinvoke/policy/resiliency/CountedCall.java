package dev.daprinvoke.policy.resiliency;

import java.util.concurrent.atomic.AtomicInteger;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;

/**
 * One call that {@link MostCalls} counts: until its answer has come to its end, broke off
 * or was given up, it counts, and then exactly once no more. Its caller may leave at any
 * moment and from any thread.
 */
final class CountedCall extends Operators.DeferredSubscription implements CoreSubscriber<InvokeResponse> {

	/** Over when the caller leaves. */
	private static final int CALLING = 0;

	/** Over when the answer's body is. */
	private static final int ANSWERED = 1;

	private static final int OVER = 2;

	private final AtomicInteger phase = new AtomicInteger(CALLING);

	private final MostCalls limit;

	private final CoreSubscriber<? super InvokeResponse> caller;

	CountedCall(MostCalls limit, CoreSubscriber<? super InvokeResponse> caller) {
		this.limit = limit;
		this.caller = caller;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		set(subscription);
	}

	@Override
	public void cancel() {
		super.cancel();
		end(CALLING);
	}

	@Override
	public void onNext(InvokeResponse response) {
		if (!this.phase.compareAndSet(CALLING, ANSWERED)) {
			response.body().discard();
			return;
		}
		boolean whole = response.body().match((all) -> true, (streaming) -> false);
		if (whole) {
			end(ANSWERED);
		}
		this.caller.onNext(whole ? response : response
			.withBody(new InvokeBody.Streaming(response.body().bytes().doFinally((signal) -> end(ANSWERED)))));
		this.caller.onComplete();
	}

	@Override
	public void onError(Throwable error) {
		if (end(CALLING)) {
			this.caller.onError(error);
		}
	}

	@Override
	public void onComplete() {
		if (end(CALLING)) {
			this.caller.onComplete();
		}
	}

	private boolean end(int phase) {
		boolean now = this.phase.compareAndSet(phase, OVER);
		if (now) {
			this.limit.leave();
		}
		return now;
	}

	@Override
	public Context currentContext() {
		return this.caller.currentContext();
	}

}
