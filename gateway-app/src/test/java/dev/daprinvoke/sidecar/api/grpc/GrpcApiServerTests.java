package dev.daprinvoke.sidecar.api.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.testkit.Ports;
import dev.daprinvoke.testkit.RawMethods;
import dev.daprinvoke.transport.peer.EventLoops;
import dev.daprinvoke.transport.peer.PeerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class GrpcApiServerTests {

	@ParameterizedTest
	@CsvSource({ "dapr.proto.runtime.v1.Dapr/InvokeService, UNARY", "dapr.proto.runtime.v1.Dapr/GetMetadata, UNARY",
			"pkg.Svc/Chat, BIDI_STREAMING", "pkg.Svc/Watch, SERVER_STREAMING", "pkg.Svc/Push, CLIENT_STREAMING" })
	void whenAnyMethodIsCalledThenTheAnswerSaysThatItIsNotBuilt(String method, MethodDescriptor.MethodType type)
			throws Exception {
		LoopResources resources = LoopResources.create("grpc-test", 1, 1, true);
		int port = Ports.free();
		GrpcApiServer server = start(resources, port);
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
		try {
			Status status = call(channel, method, type);
			assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
			assertThat(status.getDescription()).isEqualTo(
					"method " + method + " is not built: this sidecar does service invocation only, so far over HTTP");
		}
		finally {
			channel.shutdownNow();
			server.shutdown();
			server.shutdownNow();
			resources.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
		}
	}

	@Test
	void whenThePortIsTakenThenTheStartFails() throws Exception {
		LoopResources resources = LoopResources.create("grpc-test", 1, 1, true);
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> start(resources, taken.getLocalPort()));
		}
		finally {
			resources.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
		}
	}

	// Contract invocation.md 1.1; all of 127.0.0.0/8 is this host's.
	@Test
	void whenOneAddressCannotBeBoundThenTheOthersServe() throws Exception {
		LoopResources resources = LoopResources.create("grpc-test", 1, 1, true);
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
			int port = taken.getLocalPort();
			GrpcApiServer server = start(resources, port, "127.0.0.2", "127.0.0.1");
			ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
			Status status = call(channel, "pkg.Svc/Chat", MethodDescriptor.MethodType.UNARY);
			assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
			channel.shutdownNow();
			server.shutdown().block(Duration.ofSeconds(10));
			new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
		}
		finally {
			resources.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
		}
	}

	private static GrpcApiServer start(LoopResources resources, int port) throws IOException {
		return start(resources, port, "127.0.0.1");
	}

	private static GrpcApiServer start(LoopResources resources, int port, String... addresses) throws IOException {
		EventLoopGroup group = resources.onServer(true);
		EventLoops loops = new EventLoops(group, resources.onChannelClass(SocketChannel.class, group),
				resources.onChannelClass(ServerSocketChannel.class, group));
		return GrpcApiServer.start(Stream.of(addresses).map((address) -> new InetSocketAddress(address, port)).toList(),
				loops, PeerSettings.DEFAULTS);
	}

	private static Status call(ManagedChannel channel, String method, MethodDescriptor.MethodType type)
			throws Exception {
		CompletableFuture<Status> end = new CompletableFuture<>();
		ClientCall<byte[], byte[]> call = channel.newCall(RawMethods.method(method, type), CallOptions.DEFAULT);
		call.start(new ClientCall.Listener<>() {

			@Override
			public void onClose(Status status, Metadata trailers) {
				end.complete(status);
			}

		}, new Metadata());
		call.request(1);
		call.sendMessage(new byte[] { 1, 2, 3 });
		call.halfClose();
		return end.get(20, TimeUnit.SECONDS);
	}

}
