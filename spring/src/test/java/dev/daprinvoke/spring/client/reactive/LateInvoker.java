package dev.daprinvoke.spring.client.reactive;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * Answers although it was cancelled, as a race may have it.
 */
final class LateInvoker implements Invoker {

	private @Nullable CoreSubscriber<? super InvokeResponse> caller;

	@Override
	public Mono<InvokeResponse> invoke(InvokeRequest request) {
		return new Mono<>() {
			@Override
			public void subscribe(CoreSubscriber<? super InvokeResponse> actual) {
				LateInvoker.this.caller = actual;
				actual.onSubscribe(new Subscription() {
					@Override
					public void request(long n) {
					}

					@Override
					public void cancel() {
					}
				});
			}
		};
	}

	void answer(InvokeResponse response) {
		CoreSubscriber<? super InvokeResponse> actual = this.caller;
		if (actual == null) {
			throw new IllegalStateException("nobody has called");
		}
		actual.onNext(response);
		actual.onComplete();
	}

}
