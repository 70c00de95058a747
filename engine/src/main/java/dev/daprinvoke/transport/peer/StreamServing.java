package dev.daprinvoke.transport.peer;

import io.grpc.ServerCall;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import dev.daprinvoke.call.Invoker;
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
import dev.daprinvoke.transport.frame.FrameSource;
import dev.daprinvoke.transport.frame.HopFrame;
import dev.daprinvoke.transport.frame.RequestHead;
import dev.daprinvoke.transport.frame.ResponseHead;
import dev.daprinvoke.transport.grpc.CallDeadline;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.EventLoops;
import dev.daprinvoke.transport.grpc.PeerIdentity;

/**
 * One call from another sidecar by {@code CallLocalStream}, seen from the callee. gRPC
 * calls the listener's methods one after the other on the connection's event loop.
 */
final class StreamServing extends ServerCall.Listener<HopFrame<RequestHead>> implements FrameSource {

	private final ServerCall<HopFrame<RequestHead>, HopFrame<ResponseHead>> call;

	private final EventLoops loops;

	private final ServedAnswer answer;

	private final AppTarget self;

	private final Invoker inbound;

	private final ServedTrace trace;

	private final CallMemory.Share memory;

	private final Context context = CallDeadline.carrying(CallDeadline.current()).apply(Context.empty());

	private final FrameReceiver<RequestHead> receiver = new FrameReceiver<>(this, "request", RequestHead::isEmpty);

	private @Nullable RequestHead head;

	private @Nullable Disposable invocation;

	private boolean dispatched;

	StreamServing(ServerCall<HopFrame<RequestHead>, HopFrame<ResponseHead>> call, EventLoops loops, int maxPayload,
			AppTarget self, Invoker inbound, ServedTrace trace, CallMemory.Share memory) {
		this.call = call;
		this.loops = loops;
		this.answer = new ServedAnswer(call, loops, maxPayload, trace);
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
		if (this.answer.isClosed()) {
			frame.discard();
			return;
		}
		if (this.head != null) {
			if (hasRoomFor(frame, false)) {
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
			this.answer.fail(frame.garbled() ? PeerException.unreadable() : InvalidHopRequestException.missingFields());
			return;
		}
		if (!hasRoomFor(frame, true) || !this.memory.take(first.size())) {
			frame.discard();
			this.answer.fail(new BodyMemoryException());
			return;
		}
		this.head = first;
		this.receiver.frame(frame, true);
		if (!mayTurnOutEmpty(first)) {
			this.loops.afterThisRead(this::dispatch);
		}
	}

	private boolean hasRoomFor(HopFrame<RequestHead> frame, boolean first) {
		return !frame.hasBytes() || this.memory.hasRoom(first);
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
			this.answer.fail(InvalidHopRequestException.noFrames());
			return;
		}
		this.receiver.complete();
		dispatch();
	}

	private void dispatch() {
		RequestHead first = this.head;
		if (this.dispatched || this.answer.isClosed() || first == null) {
			return;
		}
		this.dispatched = true;
		// Not lambdas: Reactor's subscriber for these drops an answer that comes after
		// the
		// cancellation, and with it the answer's buffers.
		BaseSubscriber<InvokeResponse> answer = new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(InvokeResponse response) {
				StreamServing.this.answer.respond(response);
			}

			@Override
			public Context currentContext() {
				return StreamServing.this.context;
			}

			@Override
			protected void hookOnError(Throwable error) {
				StreamServing.this.answer.fail(error);
			}

		};
		this.invocation = answer;
		invoke(first).subscribe(answer);
	}

	private Mono<InvokeResponse> invoke(RequestHead first) {
		InvokeBody body = body(first);
		InvokeRequest request;
		try {
			request = this.trace.on(HopRequests.read(first, this.self, body))
				.withCaller(PeerIdentity.of(this.call.getAttributes()));
			this.answer.expectEvents(EventStream.isAskedFor(request.headers()));
		}
		catch (RuntimeException ex) {
			body.discard();
			return Mono.error(ex);
		}
		return this.inbound.invoke(request);
	}

	// A body of unknown length stays one, and reaches the app in chunks (contract section
	// 1.5), also if all of it is there.
	private InvokeBody body(RequestHead first) {
		boolean declared = first.headers().contains(InvokeRequest.CONTENT_LENGTH);
		if (this.receiver.isCompleteInOneFrame() && (declared || (mayTurnOutEmpty(first) && this.receiver.isEmpty()))) {
			return new InvokeBody.Whole(this.receiver.takeWhole());
		}
		return new InvokeBody.Streaming(this.receiver);
	}

	@Override
	public void onReady() {
		this.answer.onReady();
	}

	@Override
	public void onCancel() {
		this.answer.close();
		this.memory.giveBack();
		this.receiver.fail(new PeerException(StatusCode.CANCELLED, "context canceled", true, null));
		if (this.invocation != null) {
			this.invocation.dispose();
		}
		this.answer.cancel();
		this.receiver.cancel();
	}

	@Override
	public void onComplete() {
		this.answer.close();
		this.memory.giveBack();
		this.receiver.cancel();
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
		if (violation == null && !this.answer.isClosed()) {
			this.call.request(1);
		}
	}

}
