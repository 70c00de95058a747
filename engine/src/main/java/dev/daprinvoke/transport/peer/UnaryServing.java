package dev.daprinvoke.transport.peer;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.google.protobuf.ByteString;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.error.InvalidHopRequestException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.transport.frame.HopMessages;
import dev.daprinvoke.transport.frame.HopService;
import dev.daprinvoke.transport.frame.RequestHead;
import dev.daprinvoke.transport.grpc.CallDeadline;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.MessageLimit;
import dev.daprinvoke.transport.grpc.PeerIdentity;
import dev.daprinvoke.transport.grpc.PeerStatus;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

/**
 * One call from a sidecar that knows only the unary {@code CallLocal}: bodies are
 * collected, up to the message limit of gRPC.
 */
final class UnaryServing extends ServerCall.Listener<InternalInvokeRequest> {

	private static final String METHOD = "/" + HopService.CALL_LOCAL.getFullMethodName();

	/** The request's bytes, and an answer that may be as large. */
	private static final long COPIES = 2;

	private final ServerCall<InternalInvokeRequest, InternalInvokeResponse> call;

	private final AppTarget self;

	private final Invoker inbound;

	private final MessageLimit limit;

	private final UnaryCallObserver observer;

	private final long start = System.nanoTime();

	private final @Nullable Deadline deadline = CallDeadline.current();

	private final ServedTrace trace;

	private final CallMemory.Share memory;

	private @Nullable InternalInvokeRequest message;

	private @Nullable Disposable invocation;

	private volatile boolean closed;

	UnaryServing(ServerCall<InternalInvokeRequest, InternalInvokeResponse> call, AppTarget self, Invoker inbound,
			MessageLimit limit, UnaryCallObserver observer, ServedTrace trace, CallMemory.Share memory) {
		this.call = call;
		this.self = self;
		this.inbound = inbound;
		this.limit = limit;
		this.observer = observer;
		this.trace = trace;
		this.memory = memory;
	}

	ServerCall.Listener<InternalInvokeRequest> start() {
		this.call.request(2);
		return this;
	}

	@Override
	public void onMessage(InternalInvokeRequest received) {
		this.message = received;
		if (!this.memory.take(COPIES * received.getSerializedSize())) {
			fail(new BodyMemoryException());
			this.message = null;
		}
	}

	@Override
	public void onHalfClose() {
		if (!this.closed) {
			this.invocation = invoke().contextWrite(CallDeadline.carrying(this.deadline))
				.subscribe(this::respond, this::fail);
		}
	}

	private Mono<InternalInvokeResponse> invoke() {
		InternalInvokeRequest received = this.message;
		if (received == null) {
			return Mono.error(InvalidHopRequestException.noFrames());
		}
		if (received == HopService.GARBLED_REQUEST) {
			return Mono.error(InvalidHopRequestException.unreadable());
		}
		return Mono.defer(() -> {
			InvokeRequest request = this.trace
				.on(HopRequests.read(RequestHead.of(received), this.self,
						HopMessages.body(received.getMessage().getData())))
				.withCaller(PeerIdentity.of(this.call.getAttributes()));
			request.headers()
				.set(InvokeRequest.CONTENT_LENGTH, String.valueOf(received.getMessage().getData().getValue().size()));
			return this.inbound.invoke(request).flatMap(this::collect);
		});
	}

	private Mono<InternalInvokeResponse> collect(InvokeResponse response) {
		if (!HopMessages.isWritable(response)) {
			response.body().discard();
			return Mono.error(PeerException.notUtf8());
		}
		return response.body()
			.bytes()
			.reduceWith(ByteString::newOutput, this::add)
			.map((all) -> message(response, all.toByteString()));
	}

	private ByteString.Output add(ByteString.Output all, ByteBuf part) {
		int length = part.readableBytes();
		try {
			if (all.size() + length > this.limit.bytes()) {
				throw tooLarge(all.size() + length);
			}
			part.readBytes(all, length);
			return all;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			part.release();
		}
	}

	private InternalInvokeResponse message(InvokeResponse response, ByteString all) {
		InternalInvokeResponse built = HopMessages.unary(response, Unpooled.wrappedBuffer(all.asReadOnlyByteBuffer()));
		int size = built.getSerializedSize();
		if (size > this.limit.bytes()) {
			throw tooLarge(size);
		}
		return built;
	}

	private RuntimeException tooLarge(int size) {
		return Status.RESOURCE_EXHAUSTED.withDescription("grpc: " + this.limit.sent(size)).asRuntimeException();
	}

	private void respond(InternalInvokeResponse response) {
		if (!this.closed) {
			this.closed = true;
			this.call.sendHeaders(this.trace.answer());
			this.call.sendMessage(response);
			this.call.close(Status.OK, new Metadata());
			count(Status.OK, response.getSerializedSize());
		}
	}

	private void fail(Throwable error) {
		if (!this.closed) {
			this.closed = true;
			Metadata metadata = this.trace.answer();
			if (!metadata.keys().isEmpty()) {
				this.call.sendHeaders(metadata);
			}
			Status status = PeerStatus.answer(error);
			this.call.close(status, new Metadata());
			count(status, 0);
		}
	}

	private void count(Status status, int bytesOut) {
		InternalInvokeRequest received = this.message;
		this.observer.served(METHOD, PeerStatus.code(status), System.nanoTime() - this.start,
				(received != null) ? received.getSerializedSize() : 0, bytesOut);
	}

	@Override
	public void onComplete() {
		this.memory.giveBack();
	}

	@Override
	public void onCancel() {
		this.memory.giveBack();
		if (!this.closed) {
			this.closed = true;
			count(Status.CANCELLED, 0);
		}
		if (this.invocation != null) {
			this.invocation.dispose();
		}
	}

}
