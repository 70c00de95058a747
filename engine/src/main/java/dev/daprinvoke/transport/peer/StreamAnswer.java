package dev.daprinvoke.transport.peer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.PeerProtocolException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.transport.frame.FrameReceiver;
import dev.daprinvoke.transport.frame.FrameSource;
import dev.daprinvoke.transport.frame.HopFrame;
import dev.daprinvoke.transport.frame.ResponseHead;
import dev.daprinvoke.transport.grpc.EventLoops;

/**
 * The answer to a {@link StreamCall}: reaches the caller with its head, as a whole if all
 * of it came in one read, and else as a stream (contract section 2.5). Used on the
 * connection's event loop, but for {@link #abandon()}.
 */
final class StreamAnswer {

	private final EventLoops loops;

	private final BodyMemory memory;

	private final Delivery delivery;

	private final FrameReceiver<ResponseHead> receiver;

	private @Nullable ResponseHead head;

	private boolean delivered;

	private boolean ended;

	/**
	 * Creates an answer of which nothing has come.
	 * @param source asks for frames
	 * @param loops where the connection lives
	 * @param memory tells whether there is room for the body
	 * @param sink takes the answer
	 */
	StreamAnswer(FrameSource source, EventLoops loops, BodyMemory memory, MonoSink<InvokeResponse> sink) {
		this.receiver = new FrameReceiver<>(source, "response", ResponseHead::isEmpty);
		this.loops = loops;
		this.memory = memory;
		this.delivery = new Delivery(sink);
	}

	/** Whether the head came. */
	boolean hasBegun() {
		return this.head != null;
	}

	/**
	 * Takes a frame.
	 * @param frame the frame; owned by this answer from now on
	 * @return why the call is to be cancelled, or {@code null} if it goes on
	 */
	@Nullable InvokeException frame(HopFrame<ResponseHead> frame) {
		return (this.head != null) ? more(frame) : first(frame);
	}

	private @Nullable InvokeException first(HopFrame<ResponseHead> frame) {
		ResponseHead first = frame.head();
		if (first == null || !first.hasStatus()) {
			frame.discard();
			return frame.garbled() ? PeerException.unreadable() : PeerProtocolException.noStatus();
		}
		if (!first.isAnswer()) {
			frame.discard();
			return PeerProtocolException.noAnswer(first.status());
		}
		this.head = first;
		this.receiver.frame(frame, true);
		this.loops.afterThisRead(this::deliver);
		return null;
	}

	private @Nullable InvokeException more(HopFrame<ResponseHead> frame) {
		if (!frame.hasBytes() || this.memory.mayGoOn()) {
			this.receiver.frame(frame, false);
			return null;
		}
		frame.discard();
		BodyMemoryException full = new BodyMemoryException();
		this.receiver.fail(full);
		return full;
	}

	private void deliver() {
		ResponseHead first = this.head;
		if (this.delivered || first == null) {
			return;
		}
		this.delivered = true;
		if (this.receiver.isCompleteInOneFrame()) {
			this.delivery.success(first.response(new InvokeBody.Whole(this.receiver.takeWhole())));
		}
		else if (this.ended || this.memory.mayBegin()) {
			this.delivery.success(first.response(new InvokeBody.Streaming(this.receiver)));
		}
		else {
			this.receiver.cancel();
			this.delivery.error(new BodyMemoryException());
		}
	}

	/** Says that all frames have come. */
	void complete() {
		this.ended = true;
		this.receiver.complete();
		deliver();
	}

	/**
	 * Says that no further frame comes, though the answer is not complete.
	 * @param error why
	 */
	void fail(Throwable error) {
		this.ended = true;
		if (this.head == null) {
			this.delivery.error(error);
		}
		else {
			this.receiver.fail(error);
			deliver();
		}
	}

	/** Says that the caller went away. For any thread. */
	void abandon() {
		this.delivery.abandon();
		this.receiver.cancel();
	}

}
