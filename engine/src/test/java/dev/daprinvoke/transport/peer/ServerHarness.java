package dev.daprinvoke.transport.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.RawHopCall;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;
import dev.daprinvoke.transport.proxy.CallProxy;

/**
 * An internal server on a real socket and a raw client, both closed after each test.
 */
abstract class ServerHarness {

	static final Duration LIMIT = Duration.ofSeconds(10);

	/** Knows nobody to pass a call on to. */
	static final CallProxy NO_PROXY = (call) -> Mono
		.error(new PeerException(StatusCode.UNKNOWN, "nobody to pass " + call.head().path() + " on to", false, null));

	UnaryCallObserver observer = UnaryCallObserver.NONE;

	PeerSettings settings = PeerSettings.DEFAULTS;

	/** Whether bodies of new calls, and of those that have begun, find no memory. */
	final AtomicBoolean bodiesAreMany = new AtomicBoolean();

	final AtomicBoolean bodiesAreTooMany = new AtomicBoolean();

	private final CallMemory memory = new CallMemory(Long.MAX_VALUE,
			new BodyMemory(() -> !this.bodiesAreMany.get(), () -> !this.bodiesAreTooMany.get()));

	private final List<PeerServer> servers = new ArrayList<>();

	private final List<ManagedChannel> channels = new ArrayList<>();

	@AfterEach
	void closeAll() {
		for (ManagedChannel channel : this.channels) {
			channel.shutdownNow();
			Await.until("the client has stopped", channel::isTerminated);
		}
		for (PeerServer server : this.servers) {
			server.shutdownNow();
			server.shutdown().block(LIMIT);
		}
	}

	ManagedChannel serve(Invoker inbound) {
		return serve(inbound, TraceContinuation.OFF);
	}

	ManagedChannel serve(Invoker inbound, TraceContinuation tracing) {
		try {
			PeerServer server = PeerServer.start(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
					TestLoops.HOP, this.settings, Calls.app("cart"), inbound, this.observer, tracing, NO_PROXY,
					this.memory);
			this.servers.add(server);
			return connect(server.port());
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	PeerServer server() {
		return this.servers.get(0);
	}

	ManagedChannel connect(int port) {
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
			.usePlaintext()
			.directExecutor()
			.eventLoopGroup(TestLoops.HOP.group())
			.channelType(TestLoops.HOP.clientChannel())
			.maxInboundMessageSize(64 << 20)
			.build();
		this.channels.add(channel);
		return channel;
	}

	static RawHopCall stream(ManagedChannel channel) {
		return RawHopCall.stream(channel, Integer.MAX_VALUE);
	}

}
