package dev.daprinvoke.transport.grpc;

import java.io.InputStream;
import java.util.List;
import java.util.function.UnaryOperator;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a server does with methods outside of its own services: server reflection, and
 * UNIMPLEMENTED for all others (contract section 2.7).
 */
public final class FallbackMethods extends HandlerRegistry {

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

	private final UnaryOperator<String> refusal;

	/**
	 * Creates the methods.
	 * @param refusal the status message of a call, by the full name of its method,
	 * without a leading slash
	 */
	public FallbackMethods(UnaryOperator<String> refusal) {
		this.refusal = refusal;
	}

	@Override
	public List<ServerServiceDefinition> getServices() {
		return Reflection.services();
	}

	@Override
	public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
		ServerMethodDefinition<?, ?> reflection = Reflection.method(name);
		return (reflection != null) ? reflection : refused(name);
	}

	private ServerMethodDefinition<?, ?> refused(String name) {
		MethodDescriptor<InputStream, InputStream> method = MethodDescriptor.newBuilder(UNREAD, UNREAD)
			.setType(MethodDescriptor.MethodType.UNKNOWN)
			.setFullMethodName(name)
			.build();
		return ServerMethodDefinition.create(method, (call, headers) -> refuse(call, name));
	}

	private ServerCall.Listener<InputStream> refuse(ServerCall<InputStream, InputStream> call, String name) {
		call.close(Status.UNIMPLEMENTED.withDescription(this.refusal.apply(name)), new Metadata());
		return new ServerCall.Listener<>() {
		};
	}

}
