package dev.daprinvoke.invoke;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeResponse;

/**
 * A call of which somebody wants to know how it ended, before its caller does. Subscribed
 * once, and therefore its own subscriber: this is on the way of every call.
 */
final class NotedCall extends Mono<InvokeResponse> implements CoreSubscriber<InvokeResponse> {

	private final Mono<InvokeResponse> call;

	private final Consumer<InvokeResponse> answered;

	private final Consumer<InvokeException> failed;

	private @Nullable CoreSubscriber<? super InvokeResponse> caller;

	/**
	 * Creates a call.
	 * @param call the call
	 * @param answered told of the answer, whose body is not its own
	 * @param failed told of the failure
	 */
	NotedCall(Mono<InvokeResponse> call, Consumer<InvokeResponse> answered, Consumer<InvokeException> failed) {
		this.call = call;
		this.answered = answered;
		this.failed = failed;
	}

	@Override
	public void subscribe(CoreSubscriber<? super InvokeResponse> actual) {
		this.caller = actual;
		this.call.subscribe(this);
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
		caller().onSubscribe(subscription);
	}

	@Override
	public void onNext(InvokeResponse response) {
		this.answered.accept(response);
		caller().onNext(response);
	}

	@Override
	public void onError(Throwable error) {
		if (error instanceof InvokeException failure) {
			this.failed.accept(failure);
		}
		caller().onError(error);
	}

	@Override
	public void onComplete() {
		caller().onComplete();
	}

	@Override
	public Context currentContext() {
		return caller().currentContext();
	}

}
