package dev.daprinvoke.transport.peer;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.error.PeerProtocolException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.transport.frame.HopMessages;
import dev.daprinvoke.transport.frame.HopService;

/**
 * One call to a sidecar that knows only the unary {@code CallLocal} (contract section
 * 2.6).
 */
final class UnaryCall extends ClientCall.Listener<InternalInvokeResponse> {

	private final ClientCall<InternalInvokeRequest, InternalInvokeResponse> call;

	private final Endpoint endpoint;

	private final MonoSink<InvokeResponse> sink;

	private @Nullable InternalInvokeResponse answer;

	private UnaryCall(ClientCall<InternalInvokeRequest, InternalInvokeResponse> call, Endpoint endpoint,
			MonoSink<InvokeResponse> sink) {
		this.call = call;
		this.endpoint = endpoint;
		this.sink = sink;
	}

	static Mono<InvokeResponse> of(ManagedChannel channel, Endpoint endpoint, InvokeRequest request,
			InvokeBody.Whole body) {
		// gRPC reads the message when there is a connection, by when the body may be
		// gone.
		InternalInvokeRequest message = HopMessages.unary(request, Unpooled.copiedBuffer(body.content()));
		return Mono.<InvokeResponse>create(
				(sink) -> new UnaryCall(channel.newCall(HopService.CALL_LOCAL, CallOptions.DEFAULT), endpoint, sink)
					.start(message));
	}

	private void start(InternalInvokeRequest message) {
		this.call.start(this, new Metadata());
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
		InternalInvokeResponse message = this.answer;
		if (!status.isOk()) {
			this.sink.error(PeerStatus.failure(status, this.endpoint, true));
		}
		else if (message == null || !message.hasStatus()) {
			this.sink.error(PeerProtocolException.noStatus());
		}
		else {
			this.sink.success(HopMessages.response(message, HopMessages.body(message.getMessage().getData())));
		}
	}

}
