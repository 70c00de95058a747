package dev.daprinvoke.transport.peer;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.error.InvalidHopRequestException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.EventStream;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.transport.frame.FrameReceiver;
import dev.daprinvoke.transport.frame.FrameSender;
import dev.daprinvoke.transport.frame.FrameSink;
import dev.daprinvoke.transport.frame.FrameSource;
import dev.daprinvoke.transport.frame.HopFrame;
import dev.daprinvoke.transport.frame.HopMessages;
import dev.daprinvoke.transport.frame.RequestHead;
import dev.daprinvoke.transport.frame.ResponseHead;

/**
 * One call from another sidecar by {@code CallLocalStream}, seen from the callee. gRPC
 * calls the listener's methods one after the other on the connection's event loop.
 */
final class StreamServing extends ServerCall.Listener<HopFrame<RequestHead>>
		implements FrameSink<ResponseHead>, FrameSource {

	private final ServerCall<HopFrame<RequestHead>, HopFrame<ResponseHead>> call;

	private final EventLoops loops;

	private final int maxPayload;

	private final AppTarget self;

	private final Invoker inbound;

	private final ServedTrace trace;

	private final CallMemory.Share memory;

	private final FrameReceiver<RequestHead> receiver = new FrameReceiver<>(this, "request", RequestHead::isEmpty);

	private @Nullable RequestHead head;

	private volatile @Nullable FrameSender<ResponseHead> sender;

	private @Nullable Disposable invocation;

	private boolean dispatched;

	private volatile boolean events;

	private volatile boolean answering;

	private volatile boolean closed;

	StreamServing(ServerCall<HopFrame<RequestHead>, HopFrame<ResponseHead>> call, EventLoops loops, int maxPayload,
			AppTarget self, Invoker inbound, ServedTrace trace, CallMemory.Share memory) {
		this.call = call;
		this.loops = loops;
		this.maxPayload = maxPayload;
		this.self = self;
		this.inbound = inbound;
		this.trace = trace;
		this.memory = memory;
	}

	ServerCall.Listener<HopFrame<RequestHead>> start() {
		// The second message is asked for ahead: a request that is already complete shows
		// it at once.
		this.call.setOnReadyThreshold(GrpcPeerChannel.READY_THRESHOLD);
		this.call.request(FrameReceiver.AHEAD);
		return this;
	}

	@Override
	public void onMessage(HopFrame<RequestHead> frame) {
		if (this.closed) {
			frame.discard();
			return;
		}
		if (this.head != null) {
			if (this.memory.hasRoomFor(frame, false)) {
				this.receiver.frame(frame, false);
			}
			else {
				frame.discard();
				this.receiver.fail(new BodyMemoryException());
			}
			dispatch();
			return;
		}
		RequestHead first = frame.head();
		if (first == null || !first.isComplete()) {
			frame.discard();
			fail(frame.garbled() ? PeerException.unreadable() : InvalidHopRequestException.missingFields());
			return;
		}
		if (!this.memory.hasRoomFor(frame, true) || !this.memory.take(first.size())) {
			frame.discard();
			fail(new BodyMemoryException());
			return;
		}
		this.head = first;
		this.receiver.frame(frame, true);
		if (!mayTurnOutEmpty(first)) {
			this.loops.afterThisRead(this::dispatch);
		}
	}

	// The verbs that usually lack a body reach the app without any body framing if there
	// is none: whether there is one is known with the next frame or the end.
	private static boolean mayTurnOutEmpty(RequestHead head) {
		Verb verb = head.verb();
		return verb != null && verb.usuallyLacksBody();
	}

	@Override
	public void onHalfClose() {
		if (this.head == null) {
			fail(InvalidHopRequestException.noFrames());
			return;
		}
		this.receiver.complete();
		dispatch();
	}

	private void dispatch() {
		RequestHead first = this.head;
		if (this.dispatched || this.closed || first == null) {
			return;
		}
		this.dispatched = true;
		// Not lambdas: Reactor's subscriber for these drops an answer that comes after
		// the
		// cancellation, and with it the answer's buffers.
		BaseSubscriber<InvokeResponse> answer = new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(InvokeResponse response) {
				respond(response);
			}

			@Override
			protected void hookOnError(Throwable error) {
				fail(error);
			}

		};
		this.invocation = answer;
		invoke(first).subscribe(answer);
	}

	private Mono<InvokeResponse> invoke(RequestHead first) {
		InvokeBody body = body(first);
		InvokeRequest request;
		try {
			request = this.trace.on(HopRequests.read(first, this.self, body));
			this.events = EventStream.isAskedFor(request.headers());
		}
		catch (RuntimeException ex) {
			body.discard();
			return Mono.error(ex);
		}
		return this.inbound.invoke(request);
	}

	private InvokeBody body(RequestHead first) {
		if (this.receiver.isCompleteInOneFrame()
				&& (first.headers().contains(InvokeRequest.CONTENT_LENGTH) || mayTurnOutEmpty(first))) {
			return new InvokeBody.Whole(this.receiver.takeWhole());
		}
		return new InvokeBody.Streaming(this.receiver);
	}

	private void respond(InvokeResponse response) {
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
		this.answering = true;
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
	public void onReady() {
		FrameSender<ResponseHead> sending = this.sender;
		if (sending != null) {
			sending.onReady();
		}
	}

	@Override
	public void onCancel() {
		this.closed = true;
		this.memory.giveBack();
		this.receiver.fail(new PeerException(StatusCode.CANCELLED, "context canceled", true, null));
		if (this.invocation != null) {
			this.invocation.dispose();
		}
		FrameSender<ResponseHead> sending = this.sender;
		if (sending != null) {
			sending.cancel();
		}
		this.receiver.cancel();
	}

	@Override
	public void onComplete() {
		this.closed = true;
		this.memory.giveBack();
		this.receiver.cancel();
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
		close(Status.OK);
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
		else if (!this.closed && !this.answering) {
			Metadata metadata = this.trace.answer();
			if (!metadata.keys().isEmpty()) {
				this.call.sendHeaders(metadata);
			}
		}
		close(PeerStatus.answer(error));
	}

	private void close(Status status) {
		if (!this.closed) {
			this.closed = true;
			this.call.close(status, new Metadata());
		}
	}

	@Override
	public void request(int count) {
		this.call.request(count);
	}

	// What the peer did wrong reaches it through the app channel, which meets the error
	// in the body. If only the app has read enough, the rest is read and dropped: real
	// Dapr reads no answer before it has sent everything (contract section 2.4).
	@Override
	public void cancel(@Nullable Throwable violation) {
		if (violation == null && !this.closed) {
			this.call.request(1);
		}
	}

}
