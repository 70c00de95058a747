package dev.daprinvoke.invoke;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import dev.daprinvoke.message.InvokeResponse;

/**
 * A call that passes on what it hears to its one caller. Subscribed once, and therefore
 * its own subscriber: this is on the way of every call.
 */
abstract class ForwardedCall extends Mono<InvokeResponse> implements CoreSubscriber<InvokeResponse> {

	private @Nullable CoreSubscriber<? super InvokeResponse> caller;

	/**
	 * Begins the call.
	 * @return what is passed on
	 */
	abstract Mono<InvokeResponse> begin();

	/** Who is told; nobody before this was subscribed. */
	final CoreSubscriber<? super InvokeResponse> caller() {
		CoreSubscriber<? super InvokeResponse> actual = this.caller;
		if (actual == null) {
			throw new IllegalStateException("nobody has subscribed");
		}
		return actual;
	}

	@Override
	public final void subscribe(CoreSubscriber<? super InvokeResponse> actual) {
		this.caller = actual;
		begin().subscribe(this);
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		caller().onSubscribe(subscription);
	}

	@Override
	public final void onComplete() {
		caller().onComplete();
	}

	@Override
	public final Context currentContext() {
		return caller().currentContext();
	}

}
