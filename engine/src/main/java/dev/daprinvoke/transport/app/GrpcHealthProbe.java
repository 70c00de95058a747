package dev.daprinvoke.transport.app;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.grpc.PeerStatus;

/**
 * Asks an app that speaks gRPC for its health (contract section 4): whatever it answers
 * but an error means that it is well.
 */
public final class GrpcHealthProbe {

	private static final MethodDescriptor<Empty, Empty> METHOD = MethodDescriptor.<Empty, Empty>newBuilder()
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("dapr.proto.runtime.v1.AppCallbackHealthCheck/HealthCheck")
		.setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
		.setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
		.build();

	private final ConnectionPool pool;

	private final PeerKey key;

	/**
	 * Creates a probe.
	 * @param pool connections to the app
	 * @param key where the app is
	 */
	public GrpcHealthProbe(ConnectionPool pool, PeerKey key) {
		this.pool = pool;
		this.key = key;
	}

	/**
	 * Asks once.
	 * @return the status; an error if the app cannot be reached
	 */
	public Mono<StatusCode> ask() {
		return Mono.defer(() -> this.pool.open(this.key)).flatMap((connection) -> Mono.create((sink) -> {
			ClientCall<Empty, Empty> call = connection.channel().newCall(METHOD, CallOptions.DEFAULT);
			call.start(new ClientCall.Listener<>() {

				@Override
				public void onClose(Status status, Metadata trailers) {
					connection.end();
					sink.success(PeerStatus.code(status));
				}

			}, new Metadata());
			call.request(2);
			call.sendMessage(Empty.getDefaultInstance());
			call.halfClose();
			sink.onCancel(() -> call.cancel("not in time", null));
		}));
	}

}
