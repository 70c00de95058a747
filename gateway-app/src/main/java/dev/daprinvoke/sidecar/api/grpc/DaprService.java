package dev.daprinvoke.sidecar.api.grpc;

import java.util.Map;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import reactor.core.publisher.Mono;

import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.protocol.common.InvokeResponse;
import dev.daprinvoke.protocol.runtime.DaprOuterClass;
import dev.daprinvoke.protocol.runtime.GetMetadataRequest;
import dev.daprinvoke.protocol.runtime.GetMetadataResponse;
import dev.daprinvoke.protocol.runtime.InvokeServiceRequest;
import dev.daprinvoke.protocol.runtime.SetMetadataRequest;
import dev.daprinvoke.protocol.runtime.ShutdownRequest;
import dev.daprinvoke.sidecar.api.grpc.UnaryMethod.Behaviour;
import dev.daprinvoke.sidecar.api.grpc.UnaryMethod.UnaryAnswer;
import dev.daprinvoke.process.flags.Truth;

/**
 * Dapr's gRPC service, as far as it is built here, as {@code io.grpc} serves it, and as
 * far as the Configuration's rules leave it (contract sections 3.1 and 5.5).
 */
public final class DaprService {

	private static final Metadata.Key<String> FORCE = Metadata.Key.of("dapr-force-shutdown",
			Metadata.ASCII_STRING_MARSHALLER);

	private static final MethodDescriptor<InvokeServiceRequest, InvokeResponse> INVOKE = method("InvokeService",
			InvokeServiceRequest.getDefaultInstance(), InvokeResponse.getDefaultInstance());

	private static final MethodDescriptor<GetMetadataRequest, GetMetadataResponse> GET_METADATA = method("GetMetadata",
			GetMetadataRequest.getDefaultInstance(), GetMetadataResponse.getDefaultInstance());

	private static final MethodDescriptor<SetMetadataRequest, Empty> SET_METADATA = method("SetMetadata",
			SetMetadataRequest.getDefaultInstance(), Empty.getDefaultInstance());

	private static final MethodDescriptor<ShutdownRequest, Empty> SHUTDOWN = method("Shutdown",
			ShutdownRequest.getDefaultInstance(), Empty.getDefaultInstance());

	private static final ServiceDescriptor DESCRIPTOR = ServiceDescriptor.newBuilder(DaprMethods.SERVICE)
		.setSchemaDescriptor((ProtoFileDescriptorSupplier) DaprOuterClass::getDescriptor)
		.addMethod(INVOKE)
		.addMethod(GET_METADATA)
		.addMethod(SET_METADATA)
		.addMethod(SHUTDOWN)
		.build();

	/** What the rules call each method. */
	private static final Map<String, String> KEYS = Map.of("InvokeService", "invoke.v1", "GetMetadata", "metadata.v1",
			"SetMetadata", "metadata.v1", "Shutdown", "shutdown.v1");

	private final InvokeService invoke;

	private final OwnMetadata metadata;

	private final dev.daprinvoke.sidecar.api.http.ShutdownRequest shutdown;

	private final ApiAccess access;

	private final ApiCalls calls;

	/**
	 * Creates the service.
	 * @param invoke performs calls of apps
	 * @param metadata what the sidecar tells of itself
	 * @param shutdown what a request to stop does
	 * @param access which methods exist
	 * @param calls told of every call
	 */
	public DaprService(InvokeService invoke, OwnMetadata metadata,
			dev.daprinvoke.sidecar.api.http.ShutdownRequest shutdown, ApiAccess access, ApiCalls calls) {
		this.invoke = invoke;
		this.metadata = metadata;
		this.shutdown = shutdown;
		this.access = access;
		this.calls = calls;
	}

	private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(String name, Q request,
			A response) {
		return MethodDescriptor.<Q, A>newBuilder()
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName(DaprMethods.SERVICE + "/" + name)
			.setRequestMarshaller(ProtoUtils.marshaller(request))
			.setResponseMarshaller(ProtoUtils.marshaller(response))
			.build();
	}

	ServerServiceDefinition definition() {
		return ServerServiceDefinition.builder(DESCRIPTOR)
			.addMethod(INVOKE, served(this.invoke))
			.addMethod(GET_METADATA,
					served((request, context) -> Mono.fromSupplier(() -> UnaryAnswer.of(this.metadata.read()))))
			.addMethod(SET_METADATA, served((request, context) -> Mono.fromCallable(() -> set(request))))
			.addMethod(SHUTDOWN, served((request, context) -> Mono.fromSupplier(() -> {
				this.shutdown.asked(Truth.in(context.metadata().get(FORCE)));
				return UnaryAnswer.of(Empty.getDefaultInstance());
			})))
			.build();
	}

	private UnaryAnswer<Empty> set(SetMetadataRequest request) throws Exception {
		String problem = this.metadata.set(request.getKey(), request.getValue());
		if (problem != null) {
			throw Status.RESOURCE_EXHAUSTED.withDescription(problem).asException();
		}
		return UnaryAnswer.of(Empty.getDefaultInstance());
	}

	private <Q extends MessageLite, A extends MessageLite> UnaryMethod<Q, A> served(Behaviour<Q, A> behaviour) {
		return new UnaryMethod<>(behaviour, this.calls);
	}

	/** Who is told of calls. */
	ApiCalls calls() {
		return this.calls;
	}

	/** Takes away what the rules deny, whatever token is shown. */
	ServerInterceptor rules() {
		return new ServerInterceptor() {

			@Override
			public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata metadata,
					ServerCallHandler<Q, A> next) {
				// A path without a second slash has none.
				String name = call.getMethodDescriptor().getBareMethodName();
				String key = (name != null) ? KEYS.get(name) : null;
				if (key == null || DaprService.this.access.servesGrpc(key)) {
					return next.startCall(call, metadata);
				}
				call.close(ApiStatus.NOT_IMPLEMENTED.status(), ApiStatus.NOT_IMPLEMENTED.trailers());
				return new ServerCall.Listener<>() {
				};
			}

		};
	}

}
