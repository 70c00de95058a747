package dev.daprinvoke.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.NettyServerBuilder;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.resolve.Endpoint;

/**
 * Another sidecar, as a test writes it down: a real gRPC server on the loopback interface
 * whose messages are any bytes.
 */
public final class FakePeer implements AutoCloseable {

	/** What the peer does with a call. */
	@FunctionalInterface
	public interface Behaviour {

		/**
		 * Handles a call that has just begun; called on an event loop.
		 * @param exchange the call
		 */
		void on(PeerExchange exchange);

	}

	private static final long FOR_EVER = Long.MAX_VALUE;

	private final Server server;

	private final Inbox<PeerExchange> exchanges = new Inbox<>();

	private volatile int port;

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger closedConnections = new AtomicInteger();

	private FakePeer(Behaviour stream, @Nullable Behaviour unary, int port, int streamLimit, long ageSeconds) {
		ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(RawMethods.SERVICE)
			.addMethod(RawMethods.STREAM, (call, headers) -> serve(new PeerExchange(call, headers), stream));
		if (unary != null) {
			service.addMethod(RawMethods.UNARY, (call, headers) -> serve(new PeerExchange(call, headers), unary));
		}
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
			.bossEventLoopGroup(TestLoops.HOP.group())
			.workerEventLoopGroup(TestLoops.HOP.group())
			.channelType(TestLoops.HOP.serverChannel())
			.directExecutor()
			.maxConcurrentCallsPerConnection(streamLimit)
			.maxConnectionAge(ageSeconds, TimeUnit.SECONDS)
			.permitKeepAliveWithoutCalls(true)
			.addTransportFilter(new ConnectionCounter())
			.addService(service.build())
			.build();
	}

	/**
	 * Starts a peer that knows only streams.
	 * @param stream what it does with {@code CallLocalStream}
	 * @return the peer, on a free port
	 */
	public static FakePeer start(Behaviour stream) {
		return start(stream, null, 0);
	}

	/**
	 * Starts a peer.
	 * @param stream what it does with {@code CallLocalStream}
	 * @param unary what it does with {@code CallLocal}, or {@code null} if it does not
	 * know it
	 * @param port its port, 0 for a free one
	 * @return the peer
	 */
	public static FakePeer start(Behaviour stream, @Nullable Behaviour unary, int port) {
		return start(new FakePeer(stream, unary, port, Integer.MAX_VALUE, FOR_EVER));
	}

	/**
	 * Starts a peer that allows few calls at the same time on a connection.
	 * @param streamLimit how many
	 * @param stream what it does with {@code CallLocalStream}
	 * @return the peer, on a free port
	 */
	public static FakePeer limited(int streamLimit, Behaviour stream) {
		return start(new FakePeer(stream, null, 0, streamLimit, FOR_EVER));
	}

	/**
	 * Starts a peer that goes away from each connection after about a second, and lets
	 * its calls finish.
	 * @param stream what it does with {@code CallLocalStream}
	 * @return the peer, on a free port
	 */
	public static FakePeer restless(Behaviour stream) {
		return start(new FakePeer(stream, null, 0, Integer.MAX_VALUE, 1));
	}

	private static FakePeer start(FakePeer peer) {
		try {
			peer.server.start();
			peer.port = peer.server.getPort();
			return peer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private PeerExchange serve(PeerExchange exchange, Behaviour behaviour) {
		exchange.begin();
		behaviour.on(exchange);
		this.exchanges.add(exchange);
		return exchange;
	}

	/**
	 * Takes no more calls on open connections, tells their other ends so, and leaves its
	 * port.
	 */
	public void goAway() {
		this.server.shutdown();
		Await.until("the port is free", this::isPortFree);
	}

	private boolean isPortFree() {
		try (ServerSocket other = new ServerSocket()) {
			other.setReuseAddress(true);
			other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Takes the next call, ten seconds later at most.
	 * @return the call
	 */
	public PeerExchange take() {
		return this.exchanges.take("a call has come");
	}

	/**
	 * How many calls came that were not taken.
	 * @return the number
	 */
	public int waiting() {
		return this.exchanges.size();
	}

	/**
	 * Where it listens.
	 * @return its address
	 */
	public Endpoint endpoint() {
		return new Endpoint("127.0.0.1", this.port);
	}

	/**
	 * How many connections were accepted in all.
	 * @return the number
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * How many connections are open now.
	 * @return the number
	 */
	public int openConnections() {
		return this.connections.get() - this.closedConnections.get();
	}

	@Override
	public void close() {
		this.server.shutdownNow();
		Await.until("the fake peer has stopped", this.server::isTerminated);
	}

	private final class ConnectionCounter extends ServerTransportFilter {

		@Override
		public Attributes transportReady(Attributes attributes) {
			FakePeer.this.connections.incrementAndGet();
			return attributes;
		}

		@Override
		public void transportTerminated(Attributes attributes) {
			FakePeer.this.closedConnections.incrementAndGet();
		}

	}

}
