package dev.daprinvoke.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;

/**
 * Reads the first bytes of a body to decide something by them, and leaves the rest to be
 * streamed.
 * <p>
 * While the start is collected the body is asked for one buffer at a time, so nothing but
 * the end can come between the start and the reader of the rest.
 */
public final class BodyStart implements CoreSubscriber<ByteBuf> {

	private final int enough;

	private final MonoSink<Read> sink;

	private final CompositeByteBuf start = Unpooled.compositeBuffer(64);

	private @Nullable Subscription upstream;

	private boolean handedOver;

	private boolean ended;

	private @Nullable Throwable failure;

	private @Nullable CoreSubscriber<? super ByteBuf> reader;

	private BodyStart(int enough, MonoSink<Read> sink) {
		this.enough = enough;
		this.sink = sink;
	}

	/**
	 * Reads the start of a body.
	 * @param body the bytes
	 * @param enough how many bytes to wait for, at least 1; more may come with the last
	 * buffer
	 * @return the start, when there are enough bytes or the body ends; or the body's
	 * failure; cancelling cancels the body
	 */
	public static Mono<Read> of(Flux<ByteBuf> body, int enough) {
		return Mono.create((sink) -> {
			BodyStart subscriber = new BodyStart(enough, sink);
			sink.onCancel(subscriber::cancel);
			body.subscribe(subscriber);
		});
	}

	/**
	 * What was read.
	 *
	 * @param bytes the start; released by whoever takes this
	 * @param complete whether it is all there is
	 * @param rest what follows; to be subscribed once unless the start is complete
	 */
	public record Read(ByteBuf bytes, boolean complete, Flux<ByteBuf> rest) {

		/**
		 * Start and rest as one body.
		 * @return the body, which now owns the start
		 */
		public InvokeBody body() {
			return this.complete ? new InvokeBody.Whole(this.bytes)
					: new InvokeBody.Streaming(Flux.just(this.bytes).concatWith(this.rest));
		}

	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream = subscription;
		subscription.request(1);
	}

	@Override
	public void onNext(ByteBuf bytes) {
		CoreSubscriber<? super ByteBuf> streaming = this.reader;
		if (streaming != null) {
			streaming.onNext(bytes);
			return;
		}
		this.start.addComponent(true, bytes);
		if (this.start.readableBytes() >= this.enough) {
			handOver(false);
		}
		else if (this.upstream != null) {
			this.upstream.request(1);
		}
	}

	private void handOver(boolean complete) {
		this.handedOver = true;
		this.sink.success(new Read(this.start, complete, new Rest()));
	}

	@Override
	public void onError(Throwable error) {
		CoreSubscriber<? super ByteBuf> streaming;
		synchronized (this) {
			this.ended = true;
			this.failure = error;
			streaming = this.reader;
		}
		if (streaming != null) {
			streaming.onError(error);
		}
		else if (!this.handedOver) {
			this.start.release();
			this.sink.error(error);
		}
	}

	@Override
	public void onComplete() {
		CoreSubscriber<? super ByteBuf> streaming;
		synchronized (this) {
			this.ended = true;
			streaming = this.reader;
		}
		if (streaming != null) {
			streaming.onComplete();
		}
		else if (!this.handedOver) {
			handOver(true);
		}
	}

	private void cancel() {
		if (!this.handedOver && !this.ended && this.upstream != null) {
			this.upstream.cancel();
			this.start.release();
		}
	}

	private final class Rest extends Flux<ByteBuf> {

		@Override
		public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
			Subscription subscription = BodyStart.this.upstream;
			boolean over;
			synchronized (BodyStart.this) {
				over = BodyStart.this.ended;
				BodyStart.this.reader = actual;
			}
			if (!over && subscription != null) {
				actual.onSubscribe(subscription);
			}
			else if (BodyStart.this.failure != null) {
				Operators.error(actual, BodyStart.this.failure);
			}
			else {
				Operators.complete(actual);
			}
		}

	}

}
