package dev.daprinvoke.transport.sidecar;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Reads a body in memory until a point in time, and gives it up then: the limit of the
 * JDK's client ends with the head of an answer.
 */
final class TimedBody implements BodySubscriber<byte[]> {

	private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();

	private final long end;

	private volatile Flow.@Nullable Subscription subscription;

	/**
	 * Creates the reader.
	 * @param end when to give up, as {@link System#nanoTime()} counts
	 */
	TimedBody(long end) {
		this.end = end;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body.getBody()
			.toCompletableFuture()
			.orTimeout(Math.max(1, this.end - System.nanoTime()), TimeUnit.NANOSECONDS)
			.exceptionally(this::failed);
	}

	private byte[] failed(Throwable error) {
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel();
		}
		throw new CompletionException(
				(error instanceof TimeoutException) ? new HttpTimeoutException("the answer is not complete") : error);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		this.body.onSubscribe(subscription);
	}

	@Override
	public void onNext(List<ByteBuffer> bytes) {
		this.body.onNext(bytes);
	}

	@Override
	public void onError(Throwable error) {
		this.body.onError(error);
	}

	@Override
	public void onComplete() {
		this.body.onComplete();
	}

}
