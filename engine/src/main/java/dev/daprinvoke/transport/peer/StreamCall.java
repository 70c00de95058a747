package dev.daprinvoke.transport.peer;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.error.PeerProtocolException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.transport.frame.FrameReceiver;
import dev.daprinvoke.transport.frame.FrameSender;
import dev.daprinvoke.transport.frame.FrameSink;
import dev.daprinvoke.transport.frame.FrameSource;
import dev.daprinvoke.transport.frame.HopFrame;
import dev.daprinvoke.transport.frame.HopService;
import dev.daprinvoke.transport.frame.RequestHead;
import dev.daprinvoke.transport.frame.ResponseHead;
import dev.daprinvoke.transport.grpc.CallDeadline;
import dev.daprinvoke.transport.grpc.EventLoops;
import dev.daprinvoke.transport.grpc.MessageLimit;
import dev.daprinvoke.transport.grpc.PeerStatus;
import dev.daprinvoke.transport.grpc.PooledConnection;
import dev.daprinvoke.transport.grpc.RawClientCall;
import dev.daprinvoke.transport.grpc.RawConnection;

/**
 * One call to another sidecar by {@code CallLocalStream}, seen from the caller. gRPC
 * calls the listener's methods one after the other on the connection's event loop; the
 * caller may go away, and its body may come, on any other thread.
 * <p>
 * A {@code Whole} body is sent at once; its bytes are kept until the call is over, since
 * gRPC reads them when there is a connection. Any other is touched only when there is a
 * connection, so that a call that found none can go elsewhere.
 */
final class StreamCall extends ClientCall.Listener<HopFrame<ResponseHead>>
		implements FrameSink<RequestHead>, FrameSource {

	private static final String CALLER_GONE = "the caller went away";

	private static final AsciiString PATH = AsciiString.cached("/" + HopService.CALL_LOCAL_STREAM.getFullMethodName());

	private static final CallOptions OPTIONS = SentMark
		.prepare(CallOptions.DEFAULT.withOnReadyThreshold(GrpcPeerChannel.READY_THRESHOLD));

	private final PooledConnection connection;

	private final SentMark mark = new SentMark();

	private final ClientCall<HopFrame<RequestHead>, HopFrame<ResponseHead>> call;

	private final Endpoint endpoint;

	private final InvokeRequest request;

	private final EventLoops loops;

	private final int maxPayload;

	private final MonoSink<InvokeResponse> sink;

	private final StreamAnswer answer;

	private volatile @Nullable FrameSender<RequestHead> sender;

	private @Nullable ByteBuf kept;

	private boolean started;

	private boolean ended;

	private @Nullable Throwable ownFailure;

	/**
	 * Creates a call.
	 * @param connection a connection that was begun for it; given back by it
	 * @param endpoint where the connection leads
	 * @param request what to send
	 * @param loops where the connection lives
	 * @param maxPayload the most bytes of a body in one frame
	 * @param limit of the answer's messages
	 * @param memory tells whether there is room for the body of the answer
	 * @param sink takes the answer
	 */
	StreamCall(PooledConnection connection, Endpoint endpoint, InvokeRequest request, EventLoops loops, int maxPayload,
			MessageLimit limit, BodyMemory memory, MonoSink<InvokeResponse> sink) {
		this.connection = connection;
		this.endpoint = endpoint;
		this.request = request;
		this.loops = loops;
		this.maxPayload = maxPayload;
		this.sink = sink;
		this.answer = new StreamAnswer(this, loops, memory, sink);
		CallOptions options = CallDeadline.in(this.mark.in(OPTIONS), sink.contextView());
		RawConnection frames = connection.frames();
		this.call = (frames != null)
				? new RawClientCall<>(frames, HopService.CALL_LOCAL_STREAM, PATH, options,
						new RawClientCall.Limits(connection.scheme(), endpoint.toString(), limit, memory::mayGoOn,
								this.mark::mark))
				: connection.channel()
					.newCall(isOneFrame() ? HopService.CALL_LOCAL_STREAM_AT_ONCE : HopService.CALL_LOCAL_STREAM,
							options);
	}

	private boolean isOneFrame() {
		return this.request.body() instanceof InvokeBody.Whole whole
				&& whole.content().readableBytes() <= this.maxPayload;
	}

	void start() {
		this.sink.onCancel(this::abandon);
		if (!keepContent()) {
			this.connection.end();
			return;
		}
		this.call.start(this, HopTrace.metadata(this.request.trace()));
		if (!markStarted()) {
			this.call.cancel(CALLER_GONE, null);
			return;
		}
		this.call.request(FrameReceiver.AHEAD);
		if (this.request.body() instanceof InvokeBody.Whole whole) {
			send(whole.content());
		}
	}

	private void send(ByteBuf content) {
		if (content.readableBytes() <= this.maxPayload) {
			sendAll(HopFrame.first(RequestHead.of(this.request), content));
		}
		else {
			this.sender = sender();
			Mono.fromSupplier(content::retainedDuplicate).subscribe(this.sender);
		}
	}

	// gRPC keeps the frame until it knows of the end: no cancellation may come between.
	private synchronized void sendAll(HopFrame<RequestHead> frame) {
		send(frame);
		complete();
	}

	private FrameSender<RequestHead> sender() {
		return new FrameSender<>(this, this.maxPayload, RequestHead.of(this.request));
	}

	// The owner of the content releases it when the caller goes away, perhaps before gRPC
	// has read it.
	private synchronized boolean keepContent() {
		if (!this.ended && this.request.body() instanceof InvokeBody.Whole whole) {
			this.kept = whole.content().retain();
		}
		return !this.ended;
	}

	private synchronized boolean markStarted() {
		this.started = true;
		return !this.ended;
	}

	private void abandon() {
		cancel(null);
		this.answer.abandon();
	}

	@Override
	public void onReady() {
		FrameSender<RequestHead> sending = this.sender;
		if (sending != null) {
			sending.onReady();
		}
		else if (!isWhole()) {
			FrameSender<RequestHead> created = sender();
			this.sender = created;
			this.request.body()
				.match(InvokeBody.Whole::bytes, (replayable) -> replayable.again().bytes(), InvokeBody.Streaming::bytes)
				.subscribe(created);
			this.loops.afterThisRead(created::sendHeadAlone);
		}
	}

	private boolean isWhole() {
		return this.request.body() instanceof InvokeBody.Whole;
	}

	@Override
	public void onMessage(HopFrame<ResponseHead> frame) {
		Throwable refused = this.answer.frame(frame);
		if (refused != null) {
			cancel(refused);
		}
	}

	@Override
	public void onClose(Status status, Metadata trailers) {
		end();
		this.connection.end();
		if (this.sender != null) {
			this.sender.cancel();
		}
		if (status.isOk() && this.answer.hasBegun()) {
			this.answer.complete();
		}
		else {
			this.answer.fail(failure(status));
		}
	}

	private synchronized void end() {
		this.ended = true;
		if (this.kept != null) {
			this.kept.release();
			this.kept = null;
		}
	}

	private Throwable failure(Status status) {
		Throwable own = ownFailure();
		if (own != null) {
			return own;
		}
		if (status.isOk()) {
			return PeerProtocolException.noFrames();
		}
		// Nothing of a body that streams was sent before it was touched, and no body that
		// can be sent again is lost if the peer says that it has not looked at the call.
		boolean untouched = !isWhole() && this.sender == null;
		boolean unseen = !this.mark.isSent() || (PeerStatus.isRefused(status) && isRepeatable());
		boolean sent = !untouched && !unseen;
		return PeerStatus.failure(status, this.endpoint, sent);
	}

	private boolean isRepeatable() {
		return this.request.body() instanceof InvokeBody.Repeatable;
	}

	@Override
	public boolean isReady() {
		return this.call.isReady();
	}

	private synchronized @Nullable Throwable ownFailure() {
		return this.ownFailure;
	}

	// gRPC refuses to be used after a cancellation, and would lose the frame.
	@Override
	public synchronized void send(HopFrame<RequestHead> frame) {
		if (this.ended) {
			frame.discard();
		}
		else {
			this.call.sendMessage(frame);
		}
	}

	@Override
	public synchronized void complete() {
		if (!this.ended) {
			this.call.halfClose();
		}
	}

	@Override
	public void fail(Throwable error) {
		cancel(error);
	}

	@Override
	public void request(int count) {
		this.call.request(count);
	}

	@Override
	public void cancel(@Nullable Throwable violation) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.ownFailure = violation;
			if (!this.started) {
				return;
			}
		}
		this.call.cancel((violation != null) ? violation.getMessage() : CALLER_GONE, violation);
	}

}
