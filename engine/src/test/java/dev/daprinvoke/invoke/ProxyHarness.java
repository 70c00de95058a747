package dev.daprinvoke.invoke;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.access.AccessPolicy;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.RoundRobinPicker;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeResolver;
import dev.daprinvoke.testkit.GrpcScript;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.app.GrpcApp;
import dev.daprinvoke.transport.grpc.AppSecurity;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;
import dev.daprinvoke.transport.peer.PeerProxy;
import dev.daprinvoke.transport.peer.PeerServer;
import dev.daprinvoke.transport.peer.TraceContinuation;
import dev.daprinvoke.transport.proxy.CallProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two sidecars in one process that pass calls of any gRPC method on: {@code shop} with an
 * API, and {@code cart} with an app.
 */
abstract class ProxyHarness {

	static final Duration LIMIT = Duration.ofSeconds(20);

	static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);

	/** Answers each message by itself, with headers and trailers. */
	static final ServerCallHandler<byte[], byte[]> ECHO = (call, metadata) -> {
		Metadata headers = new Metadata();
		headers.put(RawGrpcCall.key("x-header"), "h");
		headers.put(BYTES, new byte[] { 0, 1, (byte) 0xff });
		call.sendHeaders(headers);
		call.request(1);
		return new ServerCall.Listener<>() {

			@Override
			public void onMessage(byte[] message) {
				call.sendMessage(message);
				call.request(1);
			}

			@Override
			public void onHalfClose() {
				Metadata trailers = new Metadata();
				trailers.put(RawGrpcCall.key("x-trailer"), "t");
				call.close(Status.OK, trailers);
			}

		};
	};

	final FakeResolver resolver = new FakeResolver();

	final PeerSettings settings = PeerSettings.DEFAULTS;

	private final Deque<Runnable> closing = new ArrayDeque<>();

	@AfterEach
	void closeAll() {
		this.closing.forEach(Runnable::run);
	}

	void later(Runnable close) {
		this.closing.push(close);
	}

	/** The app of a sidecar. */
	GrpcApp app(int port, InvokerLayer... layers) {
		ConnectionPool pool = ConnectionPool.toApp(TestLoops.HOP, this.settings, AppSecurity.PLAINTEXT);
		later(pool::close);
		Endpoint endpoint = new Endpoint("127.0.0.1", port);
		return new GrpcApp(pool, PeerKey.of(endpoint, Calls.app("cart")), "", List.of(layers));
	}

	/** The internal port of a sidecar, which the resolver knows from now on. */
	int callee(String id, GrpcApp app) {
		AppTarget self = Calls.app(id);
		InboundProxy proxy = new InboundProxy(self, new AccessGate(AccessPolicy.ALLOW_ALL), app, List.of(),
				out(self, null).ofHop());
		int port = serve(self, proxy);
		this.resolver.know(id, new Endpoint("127.0.0.1", port));
		return port;
	}

	/** A client of the API of a sidecar without an app. */
	ManagedChannel client(@Nullable Tracing tracing) {
		return client(GrpcApp.none(), tracing);
	}

	/** A client of the API of the sidecar {@code shop}. */
	ManagedChannel client(GrpcApp ownApp, @Nullable Tracing tracing) {
		AppTarget self = Calls.app("shop");
		OutboundProxy out = out(self, tracing);
		InboundProxy own = new InboundProxy(self, new AccessGate(AccessPolicy.ALLOW_ALL), ownApp, List.of(),
				out.ofHop());
		return connect(serve(self, out.ofApi(own)));
	}

	GrpcScript cart(ServerCallHandler<byte[], byte[]> behaviour) {
		GrpcScript cart = new GrpcScript(behaviour);
		later(cart::close);
		callee("cart", app(cart.port()));
		return cart;
	}

	static ServerCall.Listener<byte[]> nothing() {
		return new ServerCall.Listener<>() {
		};
	}

	static ServerCallHandler<byte[], byte[]> untilCancelled(CountDownLatch begun, CountDownLatch cancelled) {
		return (call, metadata) -> {
			begun.countDown();
			return new ServerCall.Listener<>() {

				@Override
				public void onCancel() {
					cancelled.countDown();
				}

			};
		};
	}

	static void assertNextWorks(ManagedChannel client) throws Exception {
		RawGrpcCall next = RawGrpcCall.begin(client, "fix.Echo/Unary", "dapr-app-id", "cart").send("x").complete();
		assertThat(next.status().getCode()).as(String.valueOf(next.status().getDescription()))
			.isEqualTo(Status.Code.OK);
		assertThat(new String(next.messages().get(0), StandardCharsets.UTF_8)).isEqualTo("x");
	}

	ManagedChannel connect(int port) {
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
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

	private OutboundProxy out(AppTarget self, @Nullable Tracing tracing) {
		ConnectionPool pool = ConnectionPool.toPeers(TestLoops.HOP, this.settings);
		later(pool::close);
		return new OutboundProxy(self, this.resolver, new RoundRobinPicker(), new PeerProxy(pool), List.of(), List.of(),
				new ProxyTracing(tracing));
	}

	private int serve(AppTarget self, CallProxy proxy) {
		try {
			PeerServer server = PeerServer.start(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
					TestLoops.HOP, this.settings, self, (request) -> Mono.empty(), UnaryCallObserver.NONE,
					TraceContinuation.OFF, proxy);
			later(() -> {
				server.shutdownNow();
				server.shutdown().block(LIMIT);
			});
			return server.port();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
