package dev.daprinvoke.benchmarks.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyServerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC app that is called, on gRPC's event loops; a process of its own in a run.
 */
public final class GrpcApp {

	private GrpcApp() {
	}

	/**
	 * Starts the process.
	 * @param arguments the port to listen on
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		start(Integer.parseInt(arguments[0])).awaitTermination();
	}

	/**
	 * Listens on loopback.
	 * @param port the port, 0 for any
	 * @return the running server
	 */
	static Server start(int port) throws IOException {
		return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
			.directExecutor()
			.maxConcurrentCallsPerConnection(Integer.MAX_VALUE)
			.fallbackHandlerRegistry(new HandlerRegistry() {

				@Override
				public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
					return method(name);
				}

			})
			.build()
			.start();
	}

	private static @Nullable ServerMethodDefinition<byte[], byte[]> method(String name) {
		AppCall.Behaviour behaviour = AppCall.Behaviour.of(name);
		return (behaviour != null) ? ServerMethodDefinition.create(Methods.method(name, MethodType.BIDI_STREAMING),
				(call, metadata) -> new AppCall(call, behaviour).begin()) : null;
	}

}
