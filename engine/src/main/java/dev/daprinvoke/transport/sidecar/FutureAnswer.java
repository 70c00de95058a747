package dev.daprinvoke.transport.sidecar;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import dev.daprinvoke.message.InvokeBody;

/**
 * An answer of the JDK's client. Unlike with Reactor's own bridge, one that comes after
 * its caller has left is discarded, and the cancelled exchange is not logged as an error.
 */
final class FutureAnswer extends Mono<HttpResponse<InvokeBody>> {

	private final Supplier<CompletableFuture<HttpResponse<InvokeBody>>> exchange;

	/**
	 * Creates the answer.
	 * @param exchange begins the exchange
	 */
	FutureAnswer(Supplier<CompletableFuture<HttpResponse<InvokeBody>>> exchange) {
		this.exchange = exchange;
	}

	@Override
	public void subscribe(CoreSubscriber<? super HttpResponse<InvokeBody>> actual) {
		CompletableFuture<HttpResponse<InvokeBody>> begun;
		try {
			begun = this.exchange.get();
		}
		catch (RuntimeException ex) {
			Operators.error(actual, ex);
			return;
		}
		Waiting waiting = new Waiting(actual, begun);
		actual.onSubscribe(waiting);
		begun.whenComplete(waiting::end);
	}

	private static final class Waiting implements Subscription {

		private final CoreSubscriber<? super HttpResponse<InvokeBody>> actual;

		private final CompletableFuture<HttpResponse<InvokeBody>> begun;

		private final AtomicBoolean over = new AtomicBoolean();

		Waiting(CoreSubscriber<? super HttpResponse<InvokeBody>> actual,
				CompletableFuture<HttpResponse<InvokeBody>> begun) {
			this.actual = actual;
			this.begun = begun;
		}

		void end(@Nullable HttpResponse<InvokeBody> answer, @Nullable Throwable error) {
			boolean awaited = this.over.compareAndSet(false, true);
			if (answer == null) {
				if (awaited) {
					this.actual.onError((error != null) ? error : new IllegalStateException("no answer"));
				}
			}
			else if (awaited) {
				this.actual.onNext(answer);
				this.actual.onComplete();
			}
			else {
				answer.body().discard();
			}
		}

		// There is one answer at most, and whoever subscribes wants it.
		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
			if (this.over.compareAndSet(false, true)) {
				this.begun.cancel(true);
			}
		}

	}

}
