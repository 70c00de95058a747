package dev.daprinvoke.transport.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import org.junit.jupiter.api.AfterEach;

import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.AppSecurity;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.grpc.HopSecurity;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.peer.PeerServer;

/** A server that does nothing but let calls pass, with as much memory as a test says. */
abstract class DoorHarness {

	/** How many bytes of metadata may wait. */
	static final int MOST_HEADS = 64 * 1024;

	/** Whether new calls, and those that have begun, find no memory. */
	final AtomicBoolean memoryIsShort = new AtomicBoolean();

	final AtomicBoolean memoryIsOut = new AtomicBoolean();

	/** How many pieces of data, and ends of requests, found memory. */
	final AtomicInteger passed = new AtomicInteger();

	private final Deque<Runnable> closing = new ArrayDeque<>();

	@AfterEach
	void closeAll() {
		this.closing.forEach(Runnable::run);
	}

	void later(Runnable close) {
		this.closing.push(close);
	}

	/** Lets all calls go on to one server. */
	CallProxy to(int port) {
		return to(port, false);
	}

	/**
	 * The same over a connection that is open already, so that nothing of a call waits
	 * for it.
	 */
	CallProxy toConnected(int port) {
		return to(port, true);
	}

	private CallProxy to(int port, boolean connected) {
		ConnectionPool pool = ConnectionPool.toApp(TestLoops.HOP, PeerSettings.DEFAULTS, AppSecurity.PLAINTEXT);
		later(pool::close);
		PeerKey key = PeerKey.of(new Endpoint("127.0.0.1", port), Calls.app("cart"));
		if (connected) {
			pool.open(key).blockOptional(Duration.ofSeconds(10)).orElseThrow().end();
		}
		return (call) -> pool.open(key).flatMap((connection) -> call.sendOver(connection, "cart"));
	}

	/** A client of a server whose calls pass. */
	ManagedChannel client(CallProxy proxy) {
		Server server = serve(proxy);
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
			.usePlaintext()
			.directExecutor()
			.maxInboundMessageSize(64 << 20)
			.build();
		later(() -> {
			channel.shutdownNow();
			Await.until("the client has stopped", channel::isTerminated);
		});
		return channel;
	}

	Server serve(CallProxy proxy) {
		BodyMemory memory = new BodyMemory(() -> !this.memoryIsShort.get(), this::isThereMemory);
		ProxyDoor door = new ProxyDoor((headers) -> false, proxy,
				new ProxyLimits(4 << 20, new CallMemory(MOST_HEADS, memory)), (head) -> (status, elapsedNanos) -> {
				});
		InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		try {
			Server server = PeerServer
				.configure(NettyServerBuilder.forAddress(anyPort), TestLoops.HOP, PeerSettings.DEFAULTS,
						HopSecurity.PLAINTEXT.ofServer(), door)
				.build()
				.start();
			later(() -> stop(server));
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isThereMemory() {
		if (this.memoryIsOut.get()) {
			return false;
		}
		this.passed.incrementAndGet();
		return true;
	}

	static void stop(Server server) {
		try {
			if (!server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)) {
				throw new AssertionError("the server has not stopped");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
