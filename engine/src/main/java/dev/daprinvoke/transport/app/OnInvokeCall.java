package dev.daprinvoke.transport.app;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.protocol.common.InvokeRequest;
import dev.daprinvoke.transport.grpc.CallDeadline;
import dev.daprinvoke.transport.grpc.PeerStatus;
import dev.daprinvoke.transport.grpc.PooledConnection;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

/**
 * One call of {@code AppCallback/OnInvoke} (contract section 3.3). gRPC calls the
 * listener's methods one after the other on the connection's event loop.
 */
final class OnInvokeCall extends ClientCall.Listener<dev.daprinvoke.protocol.common.InvokeResponse> {

	/** The method on the wire. */
	static final MethodDescriptor<InvokeRequest, dev.daprinvoke.protocol.common.InvokeResponse> METHOD = MethodDescriptor.<InvokeRequest, dev.daprinvoke.protocol.common.InvokeResponse>newBuilder()
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("dapr.proto.runtime.v1.AppCallback/OnInvoke")
		.setRequestMarshaller(ProtoUtils.marshaller(InvokeRequest.getDefaultInstance()))
		.setResponseMarshaller(
				ProtoUtils.marshaller(dev.daprinvoke.protocol.common.InvokeResponse.getDefaultInstance()))
		.build();

	private static final String PATH = "/" + METHOD.getFullMethodName();

	private static final Metadata.Key<byte[]> DETAILS = Metadata.Key.of("grpc-status-details-bin",
			Metadata.BINARY_BYTE_MARSHALLER);

	private static final Metadata.Key<String> CONTENT_TYPE = Metadata.Key.of("content-type",
			Metadata.ASCII_STRING_MARSHALLER);

	// Of the connection, not of the app.

	private static final Metadata.Key<String> ENCODING = Metadata.Key.of("grpc-encoding",
			Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<String> ACCEPTED = Metadata.Key.of("grpc-accept-encoding",
			Metadata.ASCII_STRING_MARSHALLER);

	private final PooledConnection connection;

	private final UnaryCallObserver observer;

	private final MonoSink<InvokeResponse> sink;

	private final long start = System.nanoTime();

	private InvokeHeaders headers = new InvokeHeaders(0);

	private dev.daprinvoke.protocol.common.@Nullable InvokeResponse message;

	private OnInvokeCall(PooledConnection connection, UnaryCallObserver observer, MonoSink<InvokeResponse> sink) {
		this.connection = connection;
		this.observer = observer;
		this.sink = sink;
	}

	/**
	 * Calls the app.
	 * @param connection a connection that was begun for the call; given back by it
	 * @param message what to send
	 * @param metadata its metadata
	 * @param observer told of the end
	 * @return the app's answer, errors included
	 */
	static Mono<InvokeResponse> of(PooledConnection connection, InvokeRequest message, Metadata metadata,
			UnaryCallObserver observer) {
		return Mono.create((sink) -> {
			ClientCall<InvokeRequest, dev.daprinvoke.protocol.common.InvokeResponse> call = connection.channel()
				.newCall(METHOD, CallDeadline.in(CallOptions.DEFAULT, sink.contextView()));
			call.start(new OnInvokeCall(connection, observer, sink), metadata);
			call.request(2);
			call.sendMessage(message);
			call.halfClose();
			sink.onCancel(() -> call.cancel("the caller went away", null));
		});
	}

	@Override
	public void onHeaders(Metadata received) {
		received.discardAll(ENCODING);
		received.discardAll(ACCEPTED);
		this.headers = AppMetadata.headers(received);
	}

	@Override
	public void onMessage(dev.daprinvoke.protocol.common.InvokeResponse received) {
		this.message = received;
	}

	@Override
	public void onClose(Status status, Metadata trailers) {
		this.connection.end();
		this.observer.made(PATH, PeerStatus.code(status), System.nanoTime() - this.start);
		this.sink.success(answer(status, trailers, this.message, this.headers));
	}

	/** Also of a call that did not reach the app: real Dapr makes no difference. */
	static InvokeResponse answer(Status status, Metadata trailers,
			dev.daprinvoke.protocol.common.@Nullable InvokeResponse message, InvokeHeaders headers) {
		trailers.discardAll(CONTENT_TYPE);
		String text = (status.getDescription() != null) ? status.getDescription() : "";
		GrpcEnd end = new GrpcEnd(text, details(trailers), AppMetadata.headers(trailers));
		int code = PeerStatus.code(status).ordinal();
		if (message == null || !status.isOk()) {
			return new InvokeResponse(code, null, "", headers, InvokeBody.EMPTY, end);
		}
		String contentType = message.getContentType();
		return new InvokeResponse(code, contentType.isEmpty() ? null : contentType, message.getData().getTypeUrl(),
				headers,
				new InvokeBody.Whole(Unpooled.wrappedBuffer(message.getData().getValue().asReadOnlyByteBuffer())), end);
	}

	private static List<GrpcEnd.Detail> details(Metadata trailers) {
		byte[] bytes = trailers.get(DETAILS);
		List<GrpcEnd.Detail> details = new ArrayList<>(0);
		if (bytes != null) {
			try {
				com.google.rpc.Status.parseFrom(bytes)
					.getDetailsList()
					.forEach((each) -> details
						.add(new GrpcEnd.Detail(each.getTypeUrl(), each.getValue().toByteArray())));
			}
			catch (InvalidProtocolBufferException ex) {
				// The trailer still goes on as it is.
			}
		}
		return details;
	}

}
