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

/**
 * Reads the first bytes of a body to decide something by them, and leaves the rest to be
 * streamed.
 * <p>
 * While the start is collected the body is asked for one buffer at a time, so nothing but
 * the end can come between the start and the reader of the rest. Bytes and cancellation
 * may come from different threads; a lock decides who releases.
 */
public final class BodyStart implements CoreSubscriber<ByteBuf> {

	private final int enough;

	private final boolean lenient;

	private final MonoSink<Read> sink;

	private final CompositeByteBuf start = Unpooled.compositeBuffer(64);

	private @Nullable Subscription upstream;

	private @Nullable StartedBody rest;

	private boolean released;

	private BodyStart(int enough, boolean lenient, MonoSink<Read> sink) {
		this.enough = enough;
		this.lenient = lenient;
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
		return of(body, enough, false);
	}

	/**
	 * Reads the start of a body of which also what came before it broke off counts.
	 * @param body the bytes
	 * @param enough how many bytes to wait for, at least 1; more may come with the last
	 * buffer
	 * @return the start, when there are enough bytes or the body ends; if it fails
	 * before, whoever reads the rest meets the failure; cancelling cancels the body
	 */
	public static Mono<Read> ofBroken(Flux<ByteBuf> body, int enough) {
		return of(body, enough, true);
	}

	private static Mono<Read> of(Flux<ByteBuf> body, int enough, boolean lenient) {
		return Mono.create((sink) -> {
			BodyStart subscriber = new BodyStart(enough, lenient, sink);
			sink.onCancel(subscriber::abandon);
			body.subscribe(subscriber);
		});
	}

	/**
	 * What was read.
	 *
	 * @param bytes the start, to be looked at as long as the body was not taken; owned by
	 * the body
	 * @param complete whether it is all there is
	 * @param body start and rest; consumed by whoever takes this
	 */
	public record Read(ByteBuf bytes, boolean complete, InvokeBody body) {

	}

	@Override
	public void onSubscribe(Subscription subscription) {
		boolean late;
		synchronized (this) {
			this.upstream = subscription;
			late = this.released;
		}
		if (late) {
			subscription.cancel();
		}
		else {
			subscription.request(1);
		}
	}

	@Override
	public void onNext(ByteBuf bytes) {
		StartedBody streaming;
		StartedBody started = null;
		Subscription subscription;
		synchronized (this) {
			streaming = this.rest;
			subscription = this.upstream;
			if (this.released || subscription == null) {
				bytes.release();
				return;
			}
			if (streaming == null) {
				this.start.addComponent(true, bytes);
				if (this.start.readableBytes() >= this.enough) {
					started = new StartedBody(this.start, subscription);
					this.rest = started;
				}
			}
		}
		if (streaming != null) {
			streaming.next(bytes);
		}
		else if (started != null) {
			this.sink.success(new Read(this.start, false, new InvokeBody.Streaming(started)));
		}
		else {
			subscription.request(1);
		}
	}

	@Override
	public void onError(Throwable error) {
		StartedBody streaming;
		StartedBody started = null;
		synchronized (this) {
			streaming = this.rest;
			if (streaming == null && this.lenient && !this.released && this.upstream != null) {
				started = new StartedBody(this.start, this.upstream);
				this.rest = started;
			}
			else if (streaming == null) {
				releaseStart();
			}
		}
		if (streaming != null) {
			streaming.end(error);
		}
		else if (started != null) {
			started.end(error);
			this.sink.success(new Read(this.start, false, new InvokeBody.Streaming(started)));
		}
		else {
			this.sink.error(error);
		}
	}

	@Override
	public void onComplete() {
		StartedBody streaming;
		synchronized (this) {
			streaming = this.rest;
			if (streaming == null && this.released) {
				return;
			}
		}
		if (streaming != null) {
			streaming.end(null);
		}
		else {
			this.sink.success(new Read(this.start, true, new InvokeBody.Whole(this.start)));
		}
	}

	// Called only if nobody took what was read, even if it was offered meanwhile.
	private void abandon() {
		StartedBody streaming;
		Subscription subscription;
		synchronized (this) {
			streaming = this.rest;
			subscription = this.upstream;
			if (streaming == null) {
				releaseStart();
			}
		}
		if (streaming != null) {
			streaming.cancel();
		}
		else if (subscription != null) {
			subscription.cancel();
		}
	}

	private void releaseStart() {
		if (!this.released) {
			this.released = true;
			this.start.release();
		}
	}

}
