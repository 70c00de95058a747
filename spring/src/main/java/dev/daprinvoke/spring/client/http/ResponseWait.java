package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.message.InvokeResponse;

/**
 * The calling thread's wait for an answer. If the wait is interrupted the call is
 * cancelled, and an answer that comes nevertheless is given back.
 */
final class ResponseWait implements CoreSubscriber<InvokeResponse> {

	private final String call;

	private final Context context;

	private final CountDownLatch done = new CountDownLatch(1);

	private @Nullable Subscription upstream;

	private @Nullable InvokeResponse response;

	private @Nullable Throwable failure;

	private boolean abandoned;

	ResponseWait(String call, Attempts attempts) {
		this.call = call;
		this.context = Context.of(Attempts.class, attempts);
	}

	/**
	 * Waits.
	 * @param answer the answer that is to come; subscribed here
	 * @return the answer, whose body the caller consumes
	 * @throws IOException if the wait was interrupted, or the call failed with such an
	 * exception; all others are thrown as they come
	 */
	InvokeResponse await(Mono<InvokeResponse> answer) throws IOException {
		answer.subscribe(this);
		try {
			this.done.await();
		}
		catch (InterruptedException ex) {
			abandon();
			Thread.currentThread().interrupt();
			throw new InterruptedIOException(this.call + ": interrupted while waiting for the answer");
		}
		return result();
	}

	private synchronized InvokeResponse result() throws IOException {
		if (this.response != null) {
			return this.response;
		}
		Throwable reason = this.failure;
		if (reason instanceof RuntimeException thrown) {
			throw thrown;
		}
		if (reason instanceof Error thrown) {
			throw thrown;
		}
		if (reason instanceof IOException thrown) {
			throw thrown;
		}
		throw new IOException(this.call + ": no answer", reason);
	}

	private void abandon() {
		InvokeResponse unused;
		Subscription subscription;
		synchronized (this) {
			this.abandoned = true;
			unused = this.response;
			this.response = null;
			subscription = this.upstream;
		}
		if (subscription != null) {
			subscription.cancel();
		}
		if (unused != null) {
			unused.body().discard();
		}
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		synchronized (this) {
			if (!Operators.validate(this.upstream, subscription)) {
				return;
			}
			this.upstream = subscription;
		}
		subscription.request(1);
	}

	@Override
	public void onNext(InvokeResponse answer) {
		boolean late;
		synchronized (this) {
			late = this.abandoned;
			if (!late) {
				this.response = answer;
			}
		}
		if (late) {
			answer.body().discard();
		}
		this.done.countDown();
	}

	@Override
	public void onError(Throwable error) {
		synchronized (this) {
			this.failure = error;
		}
		this.done.countDown();
	}

	@Override
	public void onComplete() {
		this.done.countDown();
	}

}
