package dev.daprinvoke.transport.peer;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.transport.frame.HopService;

/**
 * What a server does with methods outside of its own services: server reflection, whose
 * classes are loaded when somebody asks for it, and a refusal in the words of gRPC for Go
 * (contract sections 2.1 and 2.7).
 */
final class OtherMethods extends HandlerRegistry {

	private static final String REFLECTION = "grpc.reflection.";

	/** Methods of the hop that belong to actors. */
	private static final Set<String> ACTORS = Set.of("CallActor", "CallActorStream", "CallActorReminder");

	private static final MethodDescriptor.Marshaller<InputStream> UNREAD = new MethodDescriptor.Marshaller<>() {

		@Override
		public InputStream stream(InputStream message) {
			return message;
		}

		@Override
		public InputStream parse(InputStream message) {
			return message;
		}

	};

	/** Made by the first who asks. */
	private static final class Reflection {

		static final List<ServerServiceDefinition> SERVICES = List
			.of(ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance())
			.stream()
			.map(BindableService::bindService)
			.toList();

		static final Map<String, ServerMethodDefinition<?, ?>> METHODS = SERVICES.stream()
			.flatMap((service) -> service.getMethods().stream())
			.collect(Collectors.toMap((method) -> method.getMethodDescriptor().getFullMethodName(),
					Function.identity()));

		private Reflection() {
		}

	}

	@Override
	public List<ServerServiceDefinition> getServices() {
		return Reflection.SERVICES;
	}

	@Override
	public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
		ServerMethodDefinition<?, ?> reflection = name.startsWith(REFLECTION) ? Reflection.METHODS.get(name) : null;
		return (reflection != null) ? reflection : refused(name);
	}

	private static ServerMethodDefinition<?, ?> refused(String name) {
		MethodDescriptor<InputStream, InputStream> method = MethodDescriptor.newBuilder(UNREAD, UNREAD)
			.setType(MethodDescriptor.MethodType.UNKNOWN)
			.setFullMethodName(name)
			.build();
		return ServerMethodDefinition.create(method, (call, headers) -> refuse(call, refusal(name)));
	}

	private static String refusal(String name) {
		int slash = name.lastIndexOf('/');
		String service = name.substring(0, Math.max(0, slash));
		String method = name.substring(slash + 1);
		if (!service.equals(HopService.NAME)) {
			return "unknown service " + service;
		}
		return ACTORS.contains(method) ? "method " + method + " not implemented"
				: "unknown method " + method + " for service " + service;
	}

	private static ServerCall.Listener<InputStream> refuse(ServerCall<InputStream, InputStream> call, String text) {
		call.close(Status.UNIMPLEMENTED.withDescription(text), new Metadata());
		return new ServerCall.Listener<>() {
		};
	}

}
