package dev.daprinvoke.transport.frame;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.PeerProtocolException;

/**
 * The payloads of a stream of frames, in order, at the pace of their one subscriber:
 * demand becomes requests for messages on the call. Checks what frames after the first
 * may carry and the sequence (contract sections 2.4 and 2.5).
 * <p>
 * Frames come from gRPC's thread, demand from the subscriber's; a lock held for a few
 * instructions orders them, signals are emitted outside of it by one thread at a time.
 * The subscriber releases the buffers. Frames that come before the subscriber asks wait
 * here: never more than {@link #AHEAD}.
 *
 * @param <H> the kind of head
 */
public final class FrameReceiver<H> extends Flux<ByteBuf> implements Subscription {

	/**
	 * How many frames the call asks for before there is a reader: the first, and a second
	 * that shows whether a message is already complete. From then on a frame is asked for
	 * when the reader asks for one.
	 */
	public static final int AHEAD = 2;

	private final FrameSource source;

	private final String kind;

	private final Predicate<H> isEmpty;

	private final Queue<ByteBuf> waiting = new ArrayDeque<>(2);

	private long expectedSeq;

	private long demand;

	private boolean emitting;

	private boolean completed;

	private boolean cancelled;

	private boolean terminated;

	private @Nullable Throwable failure;

	private @Nullable CoreSubscriber<? super ByteBuf> subscriber;

	/**
	 * Creates a receiver.
	 * @param source asks for more frames, or for no more
	 * @param kind {@code request} or {@code response}, for error texts
	 * @param isEmpty whether a head says nothing: only such may later frames have
	 */
	public FrameReceiver(FrameSource source, String kind, Predicate<H> isEmpty) {
		this.source = source;
		this.kind = kind;
		this.isEmpty = isEmpty;
	}

	/**
	 * Takes a frame. The first one's head is the caller's business.
	 * @param frame the frame; its data is owned by this receiver from now on
	 * @param first whether it is the stream's first frame
	 */
	public void frame(HopFrame<H> frame, boolean first) {
		ByteBuf data = frame.data();
		InvokeException violation = violation(frame, first);
		if (violation != null) {
			frame.discard();
			fail(violation);
			this.source.cancel(violation);
			return;
		}
		synchronized (this) {
			if (data != null) {
				this.expectedSeq++;
			}
			if (data == null || !data.isReadable() || this.cancelled || this.completed) {
				frame.discard();
				data = null;
			}
			else {
				this.waiting.add(data);
			}
		}
		if (data != null) {
			emit();
		}
		else if (!first) {
			this.source.request(1);
		}
	}

	private @Nullable InvokeException violation(HopFrame<H> frame, boolean first) {
		if (frame.garbled()) {
			return PeerException.unreadable();
		}
		H head = frame.head();
		if (!first && head != null && !this.isEmpty.test(head)) {
			return PeerProtocolException.lateMetadata(this.kind);
		}
		if (frame.data() != null && frame.seq() != this.expectedSeq) {
			return PeerProtocolException.wrongSequence(frame.seq(), this.expectedSeq);
		}
		return null;
	}

	/**
	 * Says that no further frame will come.
	 */
	public void complete() {
		synchronized (this) {
			this.completed = true;
		}
		emit();
	}

	/**
	 * Says that the stream broke off.
	 * @param error why
	 */
	public void fail(Throwable error) {
		synchronized (this) {
			if (this.completed) {
				return;
			}
			this.completed = true;
			this.failure = error;
		}
		emit();
	}

	/**
	 * Whether all frames have come already, nobody has subscribed, and one frame has all
	 * the bytes: then the body can be taken in one piece.
	 * @return whether {@link #takeWhole()} may be called
	 */
	public synchronized boolean isCompleteInOneFrame() {
		return this.completed && this.failure == null && this.subscriber == null && this.waiting.size() <= 1;
	}

	/**
	 * Whether no bytes wait for a reader.
	 * @return whether there is nothing to read now
	 */
	public synchronized boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/**
	 * Takes the bytes of a body that {@link #isCompleteInOneFrame()}.
	 * @return the bytes; to be released by the caller
	 */
	public synchronized ByteBuf takeWhole() {
		this.cancelled = true;
		ByteBuf only = this.waiting.poll();
		return (only != null) ? only : Unpooled.EMPTY_BUFFER;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
		synchronized (this) {
			if (this.subscriber != null || this.cancelled) {
				Operators.error(actual, new IllegalStateException("a body can be read only once"));
				return;
			}
			this.subscriber = actual;
			// Nothing may overtake onSubscribe: until then this thread is the one that
			// emits.
			this.emitting = true;
		}
		actual.onSubscribe(this);
		drain();
	}

	// Each frame asked for by the reader is asked for once: to leave out those that wait
	// would forget frames for which earlier demand has already been left out.
	@Override
	public void request(long n) {
		if (!Operators.validate(n)) {
			return;
		}
		boolean more;
		synchronized (this) {
			this.demand = Operators.addCap(this.demand, n);
			more = !this.completed;
		}
		emit();
		if (more) {
			this.source.request((int) Math.min(n, Integer.MAX_VALUE));
		}
	}

	@Override
	public void cancel() {
		boolean unfinished;
		synchronized (this) {
			if (this.cancelled) {
				return;
			}
			this.cancelled = true;
			unfinished = !this.completed;
			this.waiting.forEach(ByteBuf::release);
			this.waiting.clear();
		}
		if (unfinished) {
			this.source.cancel(null);
		}
	}

	private void emit() {
		synchronized (this) {
			if (this.emitting) {
				return;
			}
			this.emitting = true;
		}
		drain();
	}

	private void drain() {
		while (true) {
			CoreSubscriber<? super ByteBuf> actual;
			ByteBuf next;
			Throwable error;
			synchronized (this) {
				actual = this.subscriber;
				if (actual == null || this.cancelled || this.terminated) {
					this.emitting = false;
					return;
				}
				next = (this.demand > 0) ? this.waiting.poll() : null;
				error = this.failure;
				boolean end = next == null && this.completed && this.waiting.isEmpty();
				if (next == null && !end) {
					this.emitting = false;
					return;
				}
				if (end) {
					this.terminated = true;
				}
				else if (this.demand != Long.MAX_VALUE) {
					this.demand--;
				}
			}
			if (next != null) {
				actual.onNext(next);
			}
			else if (error != null) {
				actual.onError(error);
			}
			else {
				actual.onComplete();
			}
		}
	}

}
