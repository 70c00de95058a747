package dev.daprinvoke.sidecar.api.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.transport.peer.EventLoops;
import dev.daprinvoke.transport.peer.PeerServer;
import dev.daprinvoke.transport.peer.PeerSettings;

/**
 * The port of Dapr's gRPC API. Its methods are not built yet: each answers UNIMPLEMENTED
 * and says so, whatever token is shown and whatever the Configuration's rules are: there
 * is nothing to guard.
 */
public final class GrpcApiServer {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime.grpc.api");

	private final List<Server> servers;

	private GrpcApiServer(List<Server> servers) {
		this.servers = List.copyOf(servers);
	}

	/**
	 * Binds the port, on each address by itself: addresses that cannot be bound are
	 * passed over as long as one can (contract section 1.1).
	 * @param addresses where to listen, at least one
	 * @param loops where connections live; made for the addresses' kind
	 * @param settings the limits
	 * @return the running server
	 * @throws IOException if no address can be bound
	 */
	public static GrpcApiServer start(List<? extends SocketAddress> addresses, EventLoops loops, PeerSettings settings)
			throws IOException {
		List<Server> servers = new ArrayList<>();
		IOException last = new IOException("no address to listen on");
		for (SocketAddress address : addresses) {
			try {
				servers.add(server(address, loops, settings).start());
			}
			catch (IOException ex) {
				last = ex;
				log.warn("The gRPC API cannot listen on {}: {}", address, ex.getMessage());
			}
		}
		if (servers.isEmpty()) {
			throw last;
		}
		return new GrpcApiServer(servers);
	}

	private static Server server(SocketAddress address, EventLoops loops, PeerSettings settings) {
		NettyServerBuilder builder = NettyServerBuilder.forAddress(address);
		if (!(address instanceof InetSocketAddress)) {
			// gRPC sets it on every connection; what is no TCP does not know it, and each
			// time a line in the log would say so. Null takes it away.
			builder.withChildOption(ChannelOption.SO_KEEPALIVE, null);
		}
		return PeerServer.configure(builder, loops, settings).fallbackHandlerRegistry(new Unbuilt()).build();
	}

	/**
	 * Takes no more calls, and lets those in flight finish.
	 * @return completes when the last one has finished
	 */
	public Mono<Void> shutdown() {
		this.servers.forEach(Server::shutdown);
		return Flux.interval(Duration.ZERO, Duration.ofMillis(5))
			.takeUntil((tick) -> this.servers.stream().allMatch(Server::isTerminated))
			.then();
	}

	/** Breaks off all calls. */
	public void shutdownNow() {
		this.servers.forEach(Server::shutdownNow);
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
