package dev.daprinvoke.sidecar.api.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.invoke.Host;
import dev.daprinvoke.invoke.OutboundInvoker;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.protocol.common.InvokeRequest;
import dev.daprinvoke.protocol.runtime.InvokeServiceRequest;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.RoundRobinPicker;
import dev.daprinvoke.resource.Features;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.api.http.Readiness;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeExternal;
import dev.daprinvoke.testkit.FakePeers;
import dev.daprinvoke.testkit.FakeResolver;
import dev.daprinvoke.testkit.Ports;
import dev.daprinvoke.testkit.RawMethods;
import dev.daprinvoke.transport.app.AppChannel;
import dev.daprinvoke.transport.grpc.EventLoops;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class GrpcApiServerTests {

	private static final String INVOKE = "dapr.proto.runtime.v1.Dapr/InvokeService";

	private static final Endpoint CART = new Endpoint("192.0.2.11", 50002);

	// decisions.md, Other methods of Dapr's gRPC service.
	@ParameterizedTest
	@CsvSource({ "GetState, UNARY", "PublishEvent, UNARY", "SubscribeTopicEventsAlpha1, BIDI_STREAMING" })
	void whenAMethodIsNotForInvocationThenTheAnswerSaysThatItIsNotOffered(String name, MethodDescriptor.MethodType type)
			throws Exception {
		String method = "dapr.proto.runtime.v1.Dapr/" + name;
		Status status = answer(method, type, new byte[] { 1, 2, 3 });
		assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
		assertThat(status.getDescription())
			.isEqualTo("method " + method + " is not offered: this sidecar does service invocation only");
	}

	// Issue 7, Bad input: the error names limit and knob. The app answers with 5 MiB.
	@Test
	void whenAMessageOfInvokeServiceIsOverTheLimitThenTheErrorNamesLimitAndFlag() throws Exception {
		Status sent = answer(INVOKE, MethodDescriptor.MethodType.UNARY, new byte[5 << 20]);
		assertThat(sent.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(sent.getDescription())
			.isEqualTo("grpc: received message larger than max (5242880 vs. 4194304); the limit is --max-body-size");
		Status answered = answer(INVOKE, MethodDescriptor.MethodType.UNARY,
				InvokeServiceRequest.newBuilder()
					.setId("cart")
					.setMessage(InvokeRequest.newBuilder().setMethod("large"))
					.build()
					.toByteArray());
		assertThat(answered.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(answered.getDescription()).isEqualTo(
				"grpc: trying to send message larger than max (5242880 vs. 4194304); the limit is --max-body-size");
	}

	@Test
	void whenAMessageOfInvokeServiceCannotBeReadThenTheErrorSaysSo() throws Exception {
		Status status = answer(INVOKE, MethodDescriptor.MethodType.UNARY, new byte[] { 1, 2, 3 });
		assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
		assertThat(status.getDescription())
			.isEqualTo("grpc: error unmarshalling request: proto: cannot parse invalid wire-format data");
	}

	private static Status answer(String method, MethodDescriptor.MethodType type, byte[] message) throws Exception {
		LoopResources resources = LoopResources.create("grpc-test", 1, 1, true);
		int port = Ports.free();
		GrpcApiServer server = start(resources, port);
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
		try {
			return call(channel, method, type, message);
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
			Status status = call(channel, "pkg.Svc/Chat", MethodDescriptor.MethodType.UNARY, new byte[] { 1, 2, 3 });
			assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
			assertThat(status.getDescription()).isEqualTo("nobody to pass /pkg.Svc/Chat on to");
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
				loops, PeerSettings.DEFAULTS, service(), (call) -> Mono.error(new PeerException(StatusCode.UNKNOWN,
						"nobody to pass " + call.head().path() + " on to", false, null)),
				null);
	}

	/** Dapr's service of a sidecar that knows nobody but a cart. */
	private static DaprService service() {
		SidecarSettings.App app = new SettingsReader(DaprdFlag.parse("--app-id=shop"), Map.of(), null).read().app();
		OutboundInvoker nobody = new OutboundInvoker(Calls.app("shop"), new Host("192.0.2.10", "web-1"),
				new FakeResolver().know("cart", CART), new RoundRobinPicker(),
				new FakePeers().answering(CART, "x".repeat(5 << 20)), AppChannel.none(), new FakeExternal(), List.of());
		dev.daprinvoke.sidecar.api.http.Metadata metadata = new dev.daprinvoke.sidecar.api.http.Metadata(app, List.of(),
				Features.DEFAULT, BuildInfo.ofThisBuild());
		return new DaprService(new InvokeService(nobody, 4 << 20, null), new OwnMetadata(metadata, new Readiness()),
				(forced) -> {
				}, ApiAccess.ALL, new ApiCalls(UnaryCallObserver.NONE, false));
	}

	private static Status call(ManagedChannel channel, String method, MethodDescriptor.MethodType type, byte[] message)
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
		call.sendMessage(message);
		call.halfClose();
		return end.get(20, TimeUnit.SECONDS);
	}

}
