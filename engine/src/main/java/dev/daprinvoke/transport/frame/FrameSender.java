package dev.daprinvoke.transport.frame;

import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Writes a body as frames: the head travels with the first bytes unless they take long,
 * later bytes in frames of a limited size, and the body is asked for more only while the
 * transport has room (contract sections 2.4 and 2.5).
 *
 * @param <H> the kind of head
 */
public final class FrameSender<H> extends BaseSubscriber<ByteBuf> {

	private final FrameSink<H> sink;

	private final int maxPayload;

	private @Nullable H head;

	private final @Nullable H laterHead;

	private long seq;

	private final AtomicBoolean waiting = new AtomicBoolean(true);

	/**
	 * Creates a sender.
	 * @param sink where frames go
	 * @param maxPayload the most bytes in one frame, at least 1
	 * @param head the head of the first frame
	 */
	public FrameSender(FrameSink<H> sink, int maxPayload, H head) {
		this(sink, maxPayload, head, null);
	}

	/**
	 * Creates a sender of server-sent events, whose later frames have a head, too, though
	 * an empty one (contract section 2.5).
	 * @param sink where frames go
	 * @param maxPayload the most bytes in one frame, at least 1
	 * @param head the head of the first frame
	 * @param laterHead the head of all others
	 */
	public FrameSender(FrameSink<H> sink, int maxPayload, H head, @Nullable H laterHead) {
		this.sink = sink;
		this.maxPayload = maxPayload;
		this.head = head;
		this.laterHead = laterHead;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		onReady();
	}

	/**
	 * Goes on after the transport was full. May be called from any thread, also when
	 * nothing waits.
	 */
	public void onReady() {
		if (upstream() != null && this.sink.isReady() && this.waiting.compareAndSet(true, false)) {
			request(1);
		}
	}

	@Override
	protected void hookOnNext(ByteBuf bytes) {
		if (isDisposed() || !bytes.isReadable()) {
			bytes.release();
		}
		else {
			while (bytes.readableBytes() > this.maxPayload) {
				send(bytes.readRetainedSlice(this.maxPayload));
			}
			send(bytes);
		}
		this.waiting.set(true);
		onReady();
	}

	private synchronized void send(ByteBuf part) {
		H first = this.head;
		this.head = null;
		this.sink
			.send((first != null) ? HopFrame.firstOwning(first, part) : HopFrame.later(this.laterHead, part, this.seq));
		this.seq++;
	}

	/**
	 * Sends the head if no bytes have taken it along yet. May be called from any thread,
	 * when it is clear that the bytes take longer.
	 */
	public synchronized void sendHeadAlone() {
		H first = this.head;
		if (first != null) {
			this.head = null;
			this.sink.send(HopFrame.firstOwning(first, null));
		}
	}

	@Override
	protected void hookOnComplete() {
		sendHeadAlone();
		this.sink.complete();
	}

	@Override
	protected void hookOnError(Throwable error) {
		this.sink.fail(error);
	}

}
