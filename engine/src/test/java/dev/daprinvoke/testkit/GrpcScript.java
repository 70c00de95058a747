package dev.daprinvoke.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server on a loopback port whose every method does what a test says.
 */
public final class GrpcScript implements AutoCloseable {

	private final List<Metadata> calls = new CopyOnWriteArrayList<>();

	private final List<String> methods = new CopyOnWriteArrayList<>();

	private final Server server;

	/**
	 * Starts the server.
	 * @param behaviour what each call does
	 */
	public GrpcScript(ServerCallHandler<byte[], byte[]> behaviour) {
		this(behaviour, null);
	}

	/**
	 * Starts the server.
	 * @param behaviour what each call does
	 * @param tls how its connections are encrypted, or {@code null} if they are not
	 */
	public GrpcScript(ServerCallHandler<byte[], byte[]> behaviour, @Nullable SslContext tls) {
		this(behaviour, tls, Integer.MAX_VALUE);
	}

	/**
	 * Starts the server.
	 * @param behaviour what each call does
	 * @param tls how its connections are encrypted, or {@code null} if they are not
	 * @param mostCalls how many calls of one connection may run at the same time
	 */
	public GrpcScript(ServerCallHandler<byte[], byte[]> behaviour, @Nullable SslContext tls, int mostCalls) {
		this(behaviour, tls, mostCalls, 0);
	}

	/**
	 * Starts the server.
	 * @param behaviour what each call does
	 * @param port where it listens
	 */
	public GrpcScript(ServerCallHandler<byte[], byte[]> behaviour, int port) {
		this(behaviour, null, Integer.MAX_VALUE, port);
	}

	private GrpcScript(ServerCallHandler<byte[], byte[]> behaviour, @Nullable SslContext tls, int mostCalls, int port) {
		try {
			NettyServerBuilder builder = NettyServerBuilder
				.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			if (tls != null) {
				builder.sslContext(tls);
			}
			this.server = builder.maxInboundMessageSize(64 << 20)
				.maxConcurrentCallsPerConnection(mostCalls)
				.fallbackHandlerRegistry(registry((call, metadata) -> begin(behaviour, call, metadata)))
				.directExecutor()
				.build()
				.start();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Every method, with one behaviour.
	 * @param behaviour what each call does
	 * @return the methods
	 */
	public static HandlerRegistry registry(ServerCallHandler<byte[], byte[]> behaviour) {
		return new HandlerRegistry() {

			@Override
			public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
				return ServerMethodDefinition.create(RawMethods.method(name, MethodType.UNKNOWN), behaviour);
			}

		};
	}

	private ServerCall.Listener<byte[]> begin(ServerCallHandler<byte[], byte[]> behaviour,
			ServerCall<byte[], byte[]> call, Metadata metadata) {
		this.calls.add(metadata);
		this.methods.add(call.getMethodDescriptor().getFullMethodName());
		return behaviour.startCall(call, metadata);
	}

	public int port() {
		return this.server.getPort();
	}

	/**
	 * What came so far.
	 * @return the metadata of each call
	 */
	public List<Metadata> calls() {
		return this.calls;
	}

	/**
	 * Which methods were called so far.
	 * @return their full names
	 */
	public List<String> methods() {
		return this.methods;
	}

	@Override
	public void close() {
		this.server.shutdownNow();
		try {
			this.server.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
