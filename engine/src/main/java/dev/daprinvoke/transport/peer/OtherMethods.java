package dev.daprinvoke.transport.peer;

import java.io.InputStream;
import java.util.List;
import java.util.Set;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.transport.frame.HopService;
import dev.daprinvoke.transport.grpc.Reflection;
import dev.daprinvoke.transport.proxy.ProxyDoor;

/**
 * What a server does with methods outside of its own services: server reflection, whose
 * classes are loaded when somebody asks for it, and a refusal in the words of gRPC for Go
 * (contract sections 2.1 and 2.7).
 */
final class OtherMethods extends HandlerRegistry {

	/** Methods of the hop that belong to actors. */
	private static final Set<String> ACTORS = Set.of("CallActor", "CallActorStream", "CallActorReminder");

	private static final Set<String> METHODS = Set.of("CallLocal", "CallLocalStream", "CallActor", "CallActorStream",
			"CallActorReminder");

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

	/**
	 * Whether a request is for this server itself: for the hop, actors' methods included,
	 * or for reflection that nobody else is asked for.
	 * @param headers the request's headers
	 * @return false if it is to be passed on
	 */
	static boolean isOwn(Http2Headers headers) {
		String path = String.valueOf(headers.path());
		if (Reflection.isOf(path)) {
			return !ProxyDoor.isForSomebody(headers);
		}
		int slash = path.lastIndexOf('/');
		return path.startsWith(HopService.NAME, 1) && slash == HopService.NAME.length() + 1
				&& METHODS.contains(path.substring(slash + 1));
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
