package dev.daprinvoke.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.grpc.HandlerRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCredentials;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server on a loopback port that answers each message of any method with that
 * message and remembers with which metadata it was called.
 */
public final class GrpcEcho implements AutoCloseable {

	private final List<Metadata> calls = new CopyOnWriteArrayList<>();

	private final List<String> authorities = new CopyOnWriteArrayList<>();

	private final Server server;

	private GrpcEcho(ServerCredentials credentials) {
		try {
			this.server = NettyServerBuilder
				.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
				.fallbackHandlerRegistry(new AnyMethod())
				.directExecutor()
				.build()
				.start();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static GrpcEcho plaintext() {
		return new GrpcEcho(InsecureServerCredentials.create());
	}

	public static GrpcEcho tls() {
		return new GrpcEcho(
				TlsServerCredentials.newBuilder().keyManager(TestCertificate.keys().getKeyManagers()).build());
	}

	public int port() {
		return this.server.getPort();
	}

	/**
	 * What the last call carried under a name.
	 * @param name the name, in lower case
	 * @return its values in their order, empty if it carried none
	 */
	public List<String> metadata(String name) {
		List<String> list = new ArrayList<>();
		Iterable<String> values = this.calls.get(this.calls.size() - 1)
			.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
		if (values != null) {
			values.forEach(list::add);
		}
		return list;
	}

	/**
	 * What the last call named as the server.
	 * @return host and port
	 */
	public String authority() {
		return this.authorities.get(this.authorities.size() - 1);
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

	private final class AnyMethod extends HandlerRegistry {

		@Override
		public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
			return ServerMethodDefinition.create(RawMethods.method(name, MethodType.UNKNOWN), this::answer);
		}

		private ServerCall.Listener<byte[]> answer(ServerCall<byte[], byte[]> call, Metadata headers) {
			GrpcEcho.this.calls.add(headers);
			GrpcEcho.this.authorities.add(String.valueOf(call.getAuthority()));
			call.sendHeaders(new Metadata());
			call.request(1);
			return new Echo(call);
		}

	}

	private static final class Echo extends ServerCall.Listener<byte[]> {

		private final ServerCall<byte[], byte[]> call;

		Echo(ServerCall<byte[], byte[]> call) {
			this.call = call;
		}

		@Override
		public void onMessage(byte[] message) {
			this.call.sendMessage(message);
			this.call.request(1);
		}

		@Override
		public void onHalfClose() {
			this.call.close(Status.OK, new Metadata());
		}

	}

}
