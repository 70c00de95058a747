package dev.daprinvoke.transport.peer;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.transport.frame.FrameSender;
import dev.daprinvoke.transport.frame.FrameSink;
import dev.daprinvoke.transport.frame.HopFrame;
import dev.daprinvoke.transport.frame.HopMessages;
import dev.daprinvoke.transport.frame.RequestHead;
import dev.daprinvoke.transport.frame.ResponseHead;
import dev.daprinvoke.transport.grpc.EventLoops;
import dev.daprinvoke.transport.grpc.PeerStatus;

/**
 * The answer to a call from another sidecar, as frames (contract sections 2.5 and 1.9).
 * It may come on any thread; gRPC tells of room, and of the call's end, on the
 * connection's event loop.
 */
final class ServedAnswer implements FrameSink<ResponseHead> {

	private final ServerCall<HopFrame<RequestHead>, HopFrame<ResponseHead>> call;

	private final EventLoops loops;

	private final int maxPayload;

	private final ServedTrace trace;

	private volatile @Nullable FrameSender<ResponseHead> sender;

	private volatile boolean events;

	private volatile boolean begun;

	private volatile boolean closed;

	/**
	 * Creates an answer of which nothing has been sent.
	 * @param call the call
	 * @param loops where the connection lives
	 * @param maxPayload the most bytes of a body in one frame
	 * @param trace what a caller learns of the trace if the call fails
	 */
	ServedAnswer(ServerCall<HopFrame<RequestHead>, HopFrame<ResponseHead>> call, EventLoops loops, int maxPayload,
			ServedTrace trace) {
		this.call = call;
		this.loops = loops;
		this.maxPayload = maxPayload;
		this.trace = trace;
	}

	/**
	 * Says whether the caller asked for events.
	 * @param asked whether it did
	 */
	void expectEvents(boolean asked) {
		this.events = asked;
	}

	/** Whether the call is over, so that nothing can be sent any more. */
	boolean isClosed() {
		return this.closed;
	}

	/** Says that the call is over. */
	void close() {
		this.closed = true;
	}

	/** Gives the answer's body up, if one is being sent. */
	void cancel() {
		FrameSender<ResponseHead> sending = this.sender;
		if (sending != null) {
			sending.cancel();
		}
	}

	/** Goes on after the connection was full. */
	void onReady() {
		FrameSender<ResponseHead> sending = this.sender;
		if (sending != null) {
			sending.onReady();
		}
	}

	/**
	 * Sends an answer.
	 * @param response the answer; its body is consumed
	 */
	void respond(InvokeResponse response) {
		if (this.closed) {
			response.body().discard();
			return;
		}
		if (!HopMessages.isWritable(response)) {
			response.body().discard();
			fail(PeerException.notUtf8());
			return;
		}
		if (this.events && !response.isOfGrpcApp()) {
			respondEvents(response);
			return;
		}
		begin();
		ResponseHead first = ResponseHead.of(response);
		if (response.body() instanceof InvokeBody.Whole whole && whole.content().readableBytes() <= this.maxPayload) {
			send(HopFrame.firstOwning(first, whole.content().isReadable() ? whole.content() : null));
			complete();
			return;
		}
		stream(response, new FrameSender<>(this, this.maxPayload, first));
	}

	// Whoever asked for events gets no other answer (contract section 1.9).
	private void respondEvents(InvokeResponse response) {
		if (response.status() < 200 || response.status() > 299) {
			response.body().discard();
			fail(new AppCallException("no response received from stream", null));
			return;
		}
		begin();
		stream(response, new FrameSender<>(this, this.maxPayload, ResponseHead.ofEvents(response), ResponseHead.EMPTY));
	}

	private void begin() {
		this.begun = true;
		this.call.sendHeaders(new Metadata());
	}

	private void stream(InvokeResponse response, FrameSender<ResponseHead> created) {
		this.sender = created;
		response.body().bytes().subscribe(created);
		if (this.closed) {
			// The caller went away while the answer came, perhaps on another event loop.
			created.cancel();
			return;
		}
		this.loops.afterThisRead(created::sendHeadAlone);
	}

	@Override
	public boolean isReady() {
		return this.call.isReady();
	}

	@Override
	public void send(HopFrame<ResponseHead> frame) {
		if (this.closed) {
			frame.discard();
			return;
		}
		this.call.sendMessage(frame);
	}

	@Override
	public void complete() {
		end(Status.OK);
	}

	// Of failed calls, unlike of others, a caller learns the trace (platform contract,
	// section 5.1).
	@Override
	public void fail(Throwable error) {
		FrameSender<ResponseHead> sending = this.sender;
		if (sending != null) {
			// A body that breaks off before its first byte leaves its status standing.
			sending.sendHeadAlone();
		}
		else if (!this.closed && !this.begun) {
			Metadata metadata = this.trace.answer();
			if (!metadata.keys().isEmpty()) {
				this.call.sendHeaders(metadata);
			}
		}
		end(PeerStatus.answer(error));
	}

	private void end(Status status) {
		if (!this.closed) {
			this.closed = true;
			this.call.close(status, new Metadata());
		}
	}

}
