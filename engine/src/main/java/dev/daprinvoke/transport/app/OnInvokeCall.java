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
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.protocol.common.InvokeRequest;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.transport.grpc.CallDeadline;
import dev.daprinvoke.transport.grpc.MessageLimit;
import dev.daprinvoke.transport.grpc.PeerStatus;
import dev.daprinvoke.transport.grpc.PooledConnection;
import dev.daprinvoke.transport.grpc.RawClientCall;
import dev.daprinvoke.transport.grpc.RawConnection;
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

	private static final String METHOD_PATH = "/" + METHOD.getFullMethodName();

	private static final AsciiString PATH = AsciiString.cached(METHOD_PATH);

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

	private final Endpoint app;

	private final UnaryCallObserver observer;

	private final MonoSink<InvokeResponse> sink;

	private final long start = System.nanoTime();

	private volatile boolean sent;

	private InvokeHeaders headers = new InvokeHeaders(0);

	private dev.daprinvoke.protocol.common.@Nullable InvokeResponse message;

	private OnInvokeCall(PooledConnection connection, Endpoint app, UnaryCallObserver observer,
			MonoSink<InvokeResponse> sink) {
		this.connection = connection;
		this.app = app;
		this.observer = observer;
		this.sink = sink;
	}

	/**
	 * Calls the app.
	 * @param connection a connection that was begun for the call; given back by it
	 * @param app where it leads
	 * @param message what to send
	 * @param metadata its metadata
	 * @param limit of the answer
	 * @param observer told of the end
	 * @return the app's answer, errors included; {@link Unseen} if the app has not looked
	 * at the call
	 */
	static Mono<InvokeResponse> of(PooledConnection connection, Endpoint app, InvokeRequest message, Metadata metadata,
			MessageLimit limit, UnaryCallObserver observer) {
		return Mono.create((sink) -> {
			OnInvokeCall listener = new OnInvokeCall(connection, app, observer, sink);
			ClientCall<InvokeRequest, dev.daprinvoke.protocol.common.InvokeResponse> call = listener
				.on(connection.frames(), CallDeadline.in(CallOptions.DEFAULT, sink.contextView()), limit);
			call.start(listener, metadata);
			call.request(2);
			call.sendMessage(message);
			call.halfClose();
			sink.onCancel(() -> call.cancel("the caller went away", null));
		});
	}

	private ClientCall<InvokeRequest, dev.daprinvoke.protocol.common.InvokeResponse> on(@Nullable RawConnection frames,
			CallOptions options, MessageLimit limit) {
		if (frames == null) {
			// Nobody tells when gRPC has sent it.
			this.sent = true;
			return this.connection.channel().newCall(METHOD, options);
		}
		return new RawClientCall<>(frames, METHOD, PATH, options, new RawClientCall.Limits(this.connection.scheme(),
				this.app.toString(), limit, BodyMemory.ofThisProcess()::mayGoOn, () -> this.sent = true));
	}

	/** The app has not looked at a call: it may be made again. */
	static final class Unseen extends RuntimeException {

		private final PooledConnection connection;

		private final InvokeResponse answer;

		private Unseen(PooledConnection connection, InvokeResponse answer) {
			super("not looked at", null, false, false);
			this.connection = connection;
			this.answer = answer;
		}

		/** The connection on which it was not looked at. */
		PooledConnection connection() {
			return this.connection;
		}

		/** What it means if it is not made again. */
		InvokeResponse answer() {
			return this.answer;
		}

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
		this.observer.made(METHOD_PATH, PeerStatus.code(status), System.nanoTime() - this.start);
		Status told = status.isOk() ? status
				: status.withDescription(PeerStatus.failure(status, this.app, true).description());
		InvokeResponse answer = answer(told, trailers, this.message, this.headers);
		boolean lost = status.getCode() == Status.Code.UNAVAILABLE && !this.sent;
		if (lost || PeerStatus.isRefused(status)) {
			this.sink.error(new Unseen(this.connection, answer));
		}
		else {
			this.sink.success(answer);
		}
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
