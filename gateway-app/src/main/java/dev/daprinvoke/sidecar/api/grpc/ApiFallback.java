package dev.daprinvoke.sidecar.api.grpc;

import java.io.InputStream;
import java.util.List;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.transport.grpc.Reflection;

/**
 * Server reflection, and a refusal for those methods of Dapr's service that have nothing
 * to do with invocation.
 */
final class ApiFallback extends HandlerRegistry {

	private static final MethodDescriptor.Marshaller<InputStream> UNREAD = new MethodDescriptor.Marshaller<>() {

		@Override
		public InputStream stream(InputStream value) {
			return value;
		}

		@Override
		public InputStream parse(InputStream stream) {
			return stream;
		}

	};

	@Override
	public List<ServerServiceDefinition> getServices() {
		return Reflection.services();
	}

	@Override
	public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
		ServerMethodDefinition<?, ?> reflection = Reflection.method(name);
		return (reflection != null) ? reflection : refused(name);
	}

	private static ServerMethodDefinition<?, ?> refused(String name) {
		MethodDescriptor<InputStream, InputStream> method = MethodDescriptor.newBuilder(UNREAD, UNREAD)
			.setType(MethodDescriptor.MethodType.UNKNOWN)
			.setFullMethodName(name)
			.build();
		return ServerMethodDefinition.create(method, (call, headers) -> refuse(call, name));
	}

	private static ServerCall.Listener<InputStream> refuse(ServerCall<InputStream, InputStream> call, String name) {
		call.close(
				Status.UNIMPLEMENTED
					.withDescription("method " + name + " is not offered: this sidecar does service invocation only"),
				new Metadata());
		return new ServerCall.Listener<>() {
		};
	}

}
