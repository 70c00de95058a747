package dev.daprinvoke.transport.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.NettyServerBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.transport.frame.HopService;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.EventLoops;
import dev.daprinvoke.transport.grpc.FallbackMethods;
import dev.daprinvoke.transport.grpc.MessageLimit;
import dev.daprinvoke.transport.grpc.MethodDoor;
import dev.daprinvoke.transport.grpc.Http2Handlers;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.StreamAcceptor;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;
import dev.daprinvoke.transport.proxy.CallProxy;
import dev.daprinvoke.transport.proxy.ProxyDoor;
import dev.daprinvoke.transport.proxy.ProxyLimits;
import dev.daprinvoke.transport.proxy.ProxyObserver;

/**
 * The internal gRPC server: where other sidecars' calls arrive.
 */
public final class PeerServer {

	/**
	 * As many calls as a sidecar of Dapr makes on one connection (contract section 2.7);
	 * without a limit one client could fill the memory with streams.
	 */
	private static final int MOST_CALLS = 2048;

	/**
	 * A client that resets more streams than this is ended: each has cost a call. Other
	 * sidecars' connections carry the calls of many, which may all give up.
	 */
	private static final int MOST_RESETS = 100_000;

	private static final int RESETS_SECONDS = 10;

	/** Who connects and says nothing is not to keep the connection for long. */
	private static final int HANDSHAKE_SECONDS = 10;

	private final Server server;

	private PeerServer(Server server) {
		this.server = server;
	}

	/**
	 * Binds the server and starts to take calls.
	 * @param addresses where to listen, at least one
	 * @param loops where connections live
	 * @param settings the limits
	 * @param self the app this sidecar stands for
	 * @param inbound performs the calls
	 * @param observer told of unary calls
	 * @param tracing decides where in a trace a call stands
	 * @param proxy performs calls of methods that are not the hop's
	 * @return the running server
	 * @throws IOException if an address cannot be bound
	 */
	public static PeerServer start(List<InetSocketAddress> addresses, EventLoops loops, PeerSettings settings,
			AppTarget self, Invoker inbound, UnaryCallObserver observer, TraceContinuation tracing, CallProxy proxy)
			throws IOException {
		return start(addresses, loops, settings, self, inbound, observer, tracing, proxy, CallMemory.ofThisProcess());
	}

	static PeerServer start(List<InetSocketAddress> addresses, EventLoops loops, PeerSettings settings, AppTarget self,
			Invoker inbound, UnaryCallObserver observer, TraceContinuation tracing, CallProxy proxy, CallMemory memory)
			throws IOException {
		ServerServiceDefinition service = service(loops, settings, self, inbound, observer, tracing, memory);
		StreamAcceptor door = new MethodDoor(service,
				(tracing != TraceContinuation.OFF) ? HopTrace.NAMES::contains : (name) -> false,
				new MessageLimit(settings.maxMessageSize()), new ProxyDoor(HopMethods::isOwn, proxy,
						new ProxyLimits(settings.maxMessageSize(), memory), counting(observer)));
		NettyServerBuilder builder = NettyServerBuilder.forAddress(addresses.get(0));
		addresses.stream().skip(1).forEach(builder::addListenAddress);
		return new PeerServer(
				configure(builder, loops, settings, settings.security().ofServer(), door).addService(service)
					.fallbackHandlerRegistry(new FallbackMethods(HopMethods::refusal))
					.build()
					.start());
	}

	// As calls that were made: so does real Dapr here (platform contract, section 5.2).
	private static ProxyObserver counting(UnaryCallObserver observer) {
		return (head) -> {
			String method = head.path();
			return (status, elapsedNanos) -> observer.made(method, status, elapsedNanos);
		};
	}

	/**
	 * Applies what all gRPC servers of a sidecar have in common (contract section 2.7).
	 * @param builder the server to be
	 * @param loops where connections live
	 * @param settings the limits
	 * @param security how connections begin
	 * @param door takes what passes unread
	 * @return the builder
	 */
	public static NettyServerBuilder configure(NettyServerBuilder builder, EventLoops loops, PeerSettings settings,
			ProtocolNegotiator security, StreamAcceptor door) {
		return builder.protocolNegotiator(new Http2Handlers(security, door))
			.bossEventLoopGroup(loops.group())
			.workerEventLoopGroup(loops.group())
			.channelType(loops.serverChannel())
			.directExecutor()
			.maxInboundMessageSize(settings.maxMessageSize())
			.maxInboundMetadataSize(settings.maxHeaderSize())
			.flowControlWindow(settings.flowControlWindow())
			.maxConcurrentCallsPerConnection(MOST_CALLS)
			.permitKeepAliveTime(8, TimeUnit.SECONDS)
			.permitKeepAliveWithoutCalls(true)
			.keepAliveTime(10, TimeUnit.SECONDS)
			.keepAliveTimeout(5, TimeUnit.SECONDS)
			.maxConnectionIdle(3, TimeUnit.MINUTES)
			.handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
			.maxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS);
	}

	private static ServerServiceDefinition service(EventLoops loops, PeerSettings settings, AppTarget self,
			Invoker inbound, UnaryCallObserver observer, TraceContinuation tracing, CallMemory memory) {
		MessageLimit limit = new MessageLimit(settings.maxMessageSize());
		return ServerServiceDefinition.builder(HopService.DESCRIPTOR)
			.addMethod(HopService.CALL_LOCAL_STREAM,
					(call, metadata) -> new StreamServing(call, loops, settings.maxPayload(), self, inbound,
							new ServedTrace(tracing, metadata), memory.share())
						.start())
			.addMethod(HopService.CALL_LOCAL,
					(call, metadata) -> new UnaryServing(call, self, inbound, limit, observer,
							new ServedTrace(tracing, metadata), memory.share())
						.start())
			.build();
	}

	/**
	 * The port it listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.getPort();
	}

	/**
	 * Takes no more calls, and lets those in flight finish.
	 * @return completes when the last one has finished
	 */
	public Mono<Void> shutdown() {
		this.server.shutdown();
		return Flux.interval(Duration.ZERO, Duration.ofMillis(5))
			.takeUntil((tick) -> this.server.isTerminated())
			.then();
	}

	/**
	 * Breaks off all calls.
	 */
	public void shutdownNow() {
		this.server.shutdownNow();
	}

}
