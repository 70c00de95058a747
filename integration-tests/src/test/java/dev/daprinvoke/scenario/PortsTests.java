package dev.daprinvoke.scenario;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.testkit.Ports;
import dev.daprinvoke.testkit.RawMethods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The ports beside the HTTP API (contract, invocation.md 3.1 and 5.4; settled: other
 * methods of Dapr's gRPC service are UNIMPLEMENTED).
 */
class PortsTests {

	@TempDir
	private static Path folder;

	private static final int[] PORTS = Ports.free(2);

	private static Sidecar sidecar;

	@BeforeAll
	static void start() {
		sidecar = Sidecar.of("ports", folder)
			.arguments("--dapr-public-port=" + PORTS[0], "--dapr-public-listen-address=127.0.0.1",
					"--profile-port=" + PORTS[1], "--enable-profiling")
			.startReady();
	}

	@AfterAll
	static void stop() {
		sidecar.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SaveState", "PublishEvent", "GetSecret", "GetActorState" })
	void whenADaprMethodIsCalledByGrpcThenItIsUnimplemented(String method) throws Exception {
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", sidecar.grpcPort()).usePlaintext().build();
		try {
			StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class,
					() -> ClientCalls.blockingUnaryCall(channel,
							RawMethods.method("dapr.proto.runtime.v1.Dapr/" + method, MethodType.UNARY),
							CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS), new byte[0]));
			assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
			assertThat(failure.getStatus().getDescription()).contains(method);
		}
		finally {
			channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1.0/healthz", "/v1.0/healthz/outbound" })
	void whenThePublicPortIsAskedForHealthThenItAnswers(String target) {
		assertThat(RawHttp.to(PORTS[0]).get(target).status()).isEqualTo(204);
	}

	@Test
	void whenThePublicPortIsAskedForMetadataThenItAnswersAndTakesMore() {
		RawHttp http = RawHttp.to(PORTS[0]);
		assertThat(http.send("PUT", "/v1.0/metadata/by-public", "yes").status()).isEqualTo(204);
		assertThat(http.get("/v1.0/metadata").text()).startsWith("{\"id\":\"ports\"").contains("\"by-public\":\"yes\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1.0/invoke/ports/method/x", "/v1.0/shutdown", "/" })
	void whenThePublicPortIsAskedForMoreThenNothingIsThere(String target) {
		RawResponse response = RawHttp.to(PORTS[0]).get(target, "dapr-app-id: ports");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.text().strip()).isEqualTo("404 page not found");
	}

	@Test
	void whenProfilingIsOnThenThatPortAnswers() {
		assertThat(RawHttp.to(PORTS[1]).get("/debug/pprof/").status()).isBetween(200, 499);
	}

	@Test
	void whenNoExtraPortIsAskedForThenNoneIsOpen() {
		int[] ports = Ports.free(2);
		try (Sidecar plain = Sidecar.of("plain", folder).arguments("--profile-port=" + ports[0]).startReady()) {
			assertThat(RawHttp.to(ports[0]).statusOf("/")).isZero();
			assertThat(plain.http().statusOf("/v1.0/healthz")).isEqualTo(204);
		}
	}

	@Test
	void whenSeveralAddressesAreGivenThenTheApisListenOnEachThatCanBeBound() throws Exception {
		int[] ports = Ports.free(2);
		// 127.0.0.3 is taken, and 192.0.2.1 (TEST-NET-1) is nobody's.
		try (ServerSocket http = new ServerSocket(ports[0], 1, InetAddress.getByName("127.0.0.3"));
				ServerSocket grpc = new ServerSocket(ports[1], 1, InetAddress.getByName("127.0.0.3"));
				Sidecar many = Sidecar.of("many", folder)
					.httpPort(ports[0])
					.arguments("--dapr-grpc-port=" + ports[1],
							"--dapr-listen-addresses=127.0.0.1,127.0.0.2,127.0.0.3,192.0.2.1,no such host!")
					.startReady()) {
			for (int port : ports) {
				for (String address : List.of("127.0.0.1", "127.0.0.2")) {
					try (Socket socket = new Socket()) {
						socket.connect(new InetSocketAddress(address, port), 5000);
					}
				}
			}
			assertThat(many.process().output().lines()).filteredOn((line) -> line.contains("cannot listen on "))
				.hasSize(4)
				.allMatch((line) -> line.contains("level=warning"));
			assertThat(many.process().output().lines()).filteredOn((line) -> line.contains("127.0.0.3:" + ports[0]))
				.anyMatch((line) -> line.matches(".*The HTTP API does not get .* yet: .*Address already in use.*"));
			assertThat(many.process().output().lines()).filteredOn((line) -> line.contains("no such host!"))
				.singleElement()
				.asString()
				.contains("level=warning", "--dapr-listen-addresses: no such host! (expected: ");
			assertThat(http.isBound() && grpc.isBound()).isTrue();
		}
	}

}
