package dev.daprinvoke.sidecar.api.grpc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.EventLoops;
import dev.daprinvoke.transport.grpc.FallbackMethods;
import dev.daprinvoke.transport.grpc.HopSecurity;
import dev.daprinvoke.transport.grpc.MessageLimit;
import dev.daprinvoke.transport.grpc.MethodDoor;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.StreamAcceptor;
import dev.daprinvoke.transport.peer.PeerServer;
import dev.daprinvoke.transport.proxy.CallProxy;
import dev.daprinvoke.transport.proxy.ProxyDoor;
import dev.daprinvoke.transport.proxy.ProxyLimits;

/**
 * The port of Dapr's gRPC API: its own methods, and those of apps, which pass through
 * (contract sections 3.1 and 3.5).
 */
public final class GrpcApiServer {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime.grpc.api");

	/** A client that resets more streams than this is ended: each has cost a call. */
	private static final int MOST_RESETS = 10_000;

	private static final int RESETS_SECONDS = 10;

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
	 * @param service the API's own methods
	 * @param proxy performs calls of apps' methods
	 * @param token what callers have to show, or {@code null} if nothing
	 * @return the running server
	 * @throws IOException if no address can be bound
	 */
	public static GrpcApiServer start(List<? extends SocketAddress> addresses, EventLoops loops, PeerSettings settings,
			DaprService service, CallProxy proxy, @Nullable ApiToken token) throws IOException {
		StreamAcceptor apps = new ProxyDoor(DaprMethods::isOwn, (token != null) ? new TokenProxy(token, proxy) : proxy,
				new ProxyLimits(settings.maxMessageSize(), CallMemory.ofThisProcess()), service.calls());
		StreamAcceptor door = new MethodDoor(
				ServerInterceptors.interceptForward(service.definition(), guards(service, token)),
				new MessageLimit(settings.maxMessageSize()), apps);
		List<Server> servers = new ArrayList<>();
		IOException last = new IOException("no address to listen on");
		for (SocketAddress address : addresses) {
			try {
				servers.add(server(address, loops, settings, door, service, token).start());
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

	private static Server server(SocketAddress address, EventLoops loops, PeerSettings settings, StreamAcceptor door,
			DaprService service, @Nullable ApiToken token) {
		NettyServerBuilder builder = NettyServerBuilder.forAddress(address);
		if (!(address instanceof InetSocketAddress)) {
			// gRPC sets it on every connection; what is no TCP does not know it, and each
			// time a line in the log would say so. Null takes it away.
			builder.withChildOption(ChannelOption.SO_KEEPALIVE, null);
		}
		List<ServerInterceptor> guards = new ArrayList<>(guards(service, token));
		// The last is the first that is asked.
		Collections.reverse(guards);
		guards.forEach(builder::intercept);
		return PeerServer.configure(builder, loops, settings, HopSecurity.PLAINTEXT.ofServer(), door)
			.maxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
			.addService(service.definition())
			.fallbackHandlerRegistry(new FallbackMethods(DaprMethods::refusal))
			.build();
	}

	/** What a call has to pass, first of all the rules. */
	private static List<ServerInterceptor> guards(DaprService service, @Nullable ApiToken token) {
		return (token != null) ? List.of(service.rules(), new TokenInterceptor(token)) : List.of(service.rules());
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

}
