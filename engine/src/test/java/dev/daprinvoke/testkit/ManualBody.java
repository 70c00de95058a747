package dev.daprinvoke.testkit;

import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import dev.daprinvoke.message.InvokeBody;

/**
 * A body whose buffers come when a test says so, and that knows what was asked of it.
 */
public final class ManualBody extends Flux<ByteBuf> implements Subscription {

	private final AtomicLong requested = new AtomicLong();

	private volatile @Nullable CoreSubscriber<? super ByteBuf> subscriber;

	private volatile boolean cancelled;

	@Override
	public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
		if (this.subscriber != null) {
			Operators.error(actual, new IllegalStateException("subscribed twice"));
			return;
		}
		this.subscriber = actual;
		actual.onSubscribe(this);
	}

	@Override
	public void request(long n) {
		this.requested.updateAndGet((before) -> Operators.addCap(before, n));
	}

	@Override
	public void cancel() {
		this.cancelled = true;
	}

	/**
	 * Gives the next buffer, whether it was asked for or not.
	 * @param bytes the buffer; released by the subscriber
	 * @return this
	 */
	public ManualBody next(ByteBuf bytes) {
		actual().onNext(bytes);
		return this;
	}

	/**
	 * Gives the next buffer.
	 * @param text its content
	 * @return this
	 */
	public ManualBody next(String text) {
		return next(Buffers.of(text));
	}

	/**
	 * Waits, ten seconds at most, until somebody reads the body.
	 * @return this
	 */
	public ManualBody awaitReader() {
		Await.until("the body is asked for", () -> requested() > 0);
		return this;
	}

	/** Ends the body. */
	public void complete() {
		actual().onComplete();
	}

	/**
	 * Breaks the body off.
	 * @param error why
	 */
	public void fail(Throwable error) {
		actual().onError(error);
	}

	private CoreSubscriber<? super ByteBuf> actual() {
		CoreSubscriber<? super ByteBuf> actual = this.subscriber;
		if (actual == null) {
			throw new IllegalStateException("nobody has subscribed");
		}
		return actual;
	}

	/**
	 * How many buffers were asked for in all.
	 * @return the sum of all demand
	 */
	public long requested() {
		return this.requested.get();
	}

	public boolean isSubscribed() {
		return this.subscriber != null;
	}

	public boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * The body as a message has it.
	 * @return a body that is still to come
	 */
	public InvokeBody.Streaming streaming() {
		return new InvokeBody.Streaming(this);
	}

}
