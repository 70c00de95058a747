package dev.daprinvoke.transport.peer;

import com.google.protobuf.Any;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.PeerProtocolException;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.transport.frame.HopMessages;
import dev.daprinvoke.transport.frame.HopService;
import dev.daprinvoke.transport.frame.ResponseHead;
import dev.daprinvoke.transport.grpc.CallDeadline;
import dev.daprinvoke.transport.grpc.PeerStatus;
import dev.daprinvoke.transport.grpc.PooledConnection;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

/**
 * One call to a sidecar that knows only the unary {@code CallLocal} (contract section
 * 2.6).
 */
final class UnaryCall extends ClientCall.Listener<InternalInvokeResponse> {

	private static final CallOptions OPTIONS = SentMark.prepare(CallOptions.DEFAULT);

	private static final String METHOD = "/" + HopService.CALL_LOCAL.getFullMethodName();

	private final PooledConnection connection;

	private final SentMark mark = new SentMark();

	private final ClientCall<InternalInvokeRequest, InternalInvokeResponse> call;

	private final Endpoint endpoint;

	private final UnaryCallObserver observer;

	private final MonoSink<InvokeResponse> sink;

	private final long start = System.nanoTime();

	private @Nullable InternalInvokeResponse answer;

	private UnaryCall(PooledConnection connection, Endpoint endpoint, UnaryCallObserver observer,
			MonoSink<InvokeResponse> sink) {
		this.connection = connection;
		this.call = connection.channel()
			.newCall(HopService.CALL_LOCAL, CallDeadline.in(this.mark.in(OPTIONS), sink.contextView()));
		this.endpoint = endpoint;
		this.observer = observer;
		this.sink = sink;
	}

	/**
	 * Describes a call.
	 * @param connection a connection that was begun for it; given back by it
	 * @param endpoint where the connection leads
	 * @param message what to send
	 * @param trace where in a trace it stands, or {@code null} if tracing is off
	 * @param observer told of the end
	 * @return the answer
	 */
	static Mono<InvokeResponse> of(PooledConnection connection, Endpoint endpoint, InternalInvokeRequest message,
			@Nullable TraceContext trace, UnaryCallObserver observer) {
		return Mono.create(
				(sink) -> new UnaryCall(connection, endpoint, observer, sink).start(message, HopTrace.metadata(trace)));
	}

	private void start(InternalInvokeRequest message, Metadata metadata) {
		this.call.start(this, metadata);
		this.sink.onCancel(() -> this.call.cancel("the caller went away", null));
		this.call.request(2);
		this.call.sendMessage(message);
		this.call.halfClose();
	}

	@Override
	public void onMessage(InternalInvokeResponse message) {
		this.answer = message;
	}

	@Override
	public void onClose(Status status, Metadata trailers) {
		this.connection.end();
		InternalInvokeResponse message = this.answer;
		this.observer.made(METHOD, PeerStatus.code(status), System.nanoTime() - this.start);
		if (!status.isOk()) {
			boolean unseen = !this.mark.isSent() || PeerStatus.isRefused(status);
			this.sink.error(PeerStatus.failure(status, this.endpoint, !unseen));
		}
		else if (message == HopService.GARBLED_RESPONSE) {
			this.sink.error(PeerException.unreadable());
		}
		else if (message == null || !message.hasStatus()) {
			this.sink.error(PeerProtocolException.noStatus());
		}
		else {
			answer(ResponseHead.of(message), message.getMessage().getData());
		}
	}

	private void answer(ResponseHead head, Any data) {
		if (head.isAnswer()) {
			this.sink.success(head.response(HopMessages.body(data)));
		}
		else {
			this.sink.error(PeerProtocolException.noAnswer(head.status()));
		}
	}

}
