package dev.daprinvoke.sidecar.api.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.transport.peer.EventLoops;
import dev.daprinvoke.transport.peer.PeerServer;
import dev.daprinvoke.transport.peer.PeerSettings;

/**
 * The port of Dapr's gRPC API. Its methods are not built yet: each answers UNIMPLEMENTED
 * and says so, whatever token is shown and whatever the Configuration's rules are: there
 * is nothing to guard.
 */
public final class GrpcApiServer {

	private final Server server;

	private GrpcApiServer(Server server) {
		this.server = server;
	}

	/**
	 * Binds the port.
	 * @param addresses where to listen, at least one
	 * @param loops where connections live; made for the addresses' kind
	 * @param settings the limits
	 * @return the running server
	 * @throws IOException if an address cannot be bound
	 */
	public static GrpcApiServer start(List<? extends SocketAddress> addresses, EventLoops loops, PeerSettings settings)
			throws IOException {
		NettyServerBuilder builder = NettyServerBuilder.forAddress(addresses.get(0));
		addresses.stream().skip(1).forEach(builder::addListenAddress);
		if (!(addresses.get(0) instanceof InetSocketAddress)) {
			// gRPC sets it on every connection; what is no TCP does not know it, and each
			// time a line in the log would say so. Null takes it away.
			builder.withChildOption(ChannelOption.SO_KEEPALIVE, null);
		}
		return new GrpcApiServer(
				PeerServer.configure(builder, loops, settings).fallbackHandlerRegistry(new Unbuilt()).build().start());
	}

	/** Takes no more calls. */
	public void shutdown() {
		this.server.shutdown();
	}

	/** Breaks off all calls. */
	public void shutdownNow() {
		this.server.shutdownNow();
	}

	/** Knows every method, and answers each in the same way. */
	private static final class Unbuilt extends HandlerRegistry {

		private static final Marshaller BYTES = new Marshaller();

		@Override
		public ServerMethodDefinition<?, ?> lookupMethod(String methodName, @Nullable String authority) {
			MethodDescriptor<InputStream, InputStream> method = MethodDescriptor.newBuilder(BYTES, BYTES)
				.setType(MethodDescriptor.MethodType.UNKNOWN)
				.setFullMethodName(methodName)
				.build();
			return ServerMethodDefinition.create(method, (call, headers) -> refuse(call));
		}

		private static ServerCall.Listener<InputStream> refuse(ServerCall<InputStream, InputStream> call) {
			call.close(
					Status.UNIMPLEMENTED.withDescription("method " + call.getMethodDescriptor().getFullMethodName()
							+ " is not built: this sidecar does service invocation only, so far over HTTP"),
					new Metadata());
			return new ServerCall.Listener<>() {
			};
		}

	}

	private static final class Marshaller implements MethodDescriptor.Marshaller<InputStream> {

		@Override
		public InputStream stream(InputStream value) {
			return value;
		}

		@Override
		public InputStream parse(InputStream stream) {
			return stream;
		}

	}

}
