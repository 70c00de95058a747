package dev.daprinvoke.scenario.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import io.grpc.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.RawHttp2;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients send that is no call, or breaks off, byte by byte. After each, the next
 * call works, and nothing was said in the log.
 */
class GrpcTroubleTests {

	private static final String INVOKE = "/" + ApiClient.INVOKE;

	private static final String ENDED = "grpc-status";

	@TempDir
	private static Path folder;

	private static TestGrpcApp app;

	private static Sidecar sidecar;

	private static Sidecar other;

	@BeforeAll
	static void start() {
		app = new TestGrpcApp();
		NameResolutionFile names = NameResolutionFile.in(folder);
		other = Sidecar.of("shop", folder).names(names).startReady();
		sidecar = Sidecar.of("cart", folder)
			.names(names)
			.appPort(app.port())
			.arguments("--app-protocol=grpc")
			.startReady();
	}

	@AfterAll
	static void stop() {
		try (TestGrpcApp closed = app) {
			other.close();
			sidecar.close();
		}
	}

	@AfterEach
	void nextWorks() throws Exception {
		try (ApiClient client = ApiClient.of(sidecar)) {
			assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode()).isEqualTo(Status.Code.OK);
			assertThat(ApiClient.text(client.invoke("cart", "echo", "hi"))).isEqualTo("hi");
		}
		assertThat(sidecar.process().output().text()).doesNotContain("level=error", "level=warn");
	}

	// What has a service and a method, if empty ones, is passed on.
	@ParameterizedTest
	@CsvSource({ "/a, 12", "/a?b, 12", "foo, 12", "//b, 0", "/Svc/, 0", "/, 12", "*, 12" })
	void whenAPathIsNoMethodThenItIsUnimplementedOnBothPorts(String path, String status) throws Exception {
		for (int port : List.of(sidecar.grpcPort(), sidecar.internalPort())) {
			try (RawHttp2 named = connect(port); RawHttp2 nameless = connect(port)) {
				named.call(1, path, true, "dapr-app-id", "cart");
				nameless.call(1, path, true);
				assertThat(named.answerOn(1)).contains(ENDED + (char) status.length() + status);
				String none = status.equals("0") ? "2" : status;
				assertThat(nameless.answerOn(1)).contains(ENDED + (char) none.length() + none);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "unknown compression, 02000000017f", "cut prefix, 000000", "cut message, 000000000901",
			"not compressed at all, 010000000101" })
	void whenAMessageIsMalformedThenTheCallEndsAndNothingIsInvoked(String what, String hex) throws Exception {
		int invocations = app.invocations().size();
		byte[] data = HexFormat.of().parseHex(hex);
		try (RawHttp2 client = connect(sidecar.grpcPort())) {
			client.call(1, INVOKE, false);
			client.sendData(1, data, true);
			client.call(3, "/test.Any/Gone", false, "dapr-app-id", "cart");
			client.sendData(3, data, true);
			client.awaitEndOf(1);
			client.awaitEndOf(3);
		}
		assertThat(app.invocations()).as(what).hasSize(invocations);
	}

	@Test
	void whenADeadlinePassesThenEvenAClientWithoutAClockOfItsOwnGetsTheStatus() throws Exception {
		try (RawHttp2 client = connect(sidecar.grpcPort()); RawHttp2 proxied = connect(sidecar.grpcPort())) {
			client.call(1, INVOKE, false, "grpc-timeout", "300m");
			// id: cart, message: {method: wait}
			byte[] message = "\u0000\u0000\u0000\u0000\u000e\n\u0004cart\u001a\u0006\n\u0004wait"
				.getBytes(StandardCharsets.ISO_8859_1);
			client.sendData(1, message, true);
			proxied.call(1, "/test.Any/Wait", true, "dapr-app-id", "cart", "grpc-timeout", "300m");
			for (RawHttp2 each : List.of(client, proxied)) {
				assertThat(each.answerOn(1)).contains(ENDED + "\u00014", "context deadline exceeded");
			}
		}
	}

	@Test
	void whenTwoIdsAreSentThenTheCalleesNameWinsAndOfTwoOfOneNameTheFirst() throws Exception {
		try (ApiClient client = ApiClient.of(sidecar)) {
			assertThat(begin(client, "dapr-app-id", "nobody", "dapr-callee-app-id", "cart").status().getCode())
				.isEqualTo(Status.Code.OK);
			assertThat(begin(client, "dapr-app-id", "cart", "dapr-callee-app-id", "nobody").status().getDescription())
				.isEqualTo("no host found with the given ID");
			assertThat(begin(client, "dapr-app-id", "cart", "dapr-app-id", "nobody").status().getCode())
				.isEqualTo(Status.Code.OK);
			assertThat(begin(client, "dapr-app-id", "cart", "dapr-callee-app-id", "").status().getCode())
				.isEqualTo(Status.Code.OK);
		}
	}

	// The other sidecar would believe whatever such a call says of its caller.
	@ParameterizedTest
	@ValueSource(strings = { "CallLocal", "CallLocalStream", "CallActor" })
	void whenAClientCallsAMethodOfTheHopAtAnotherSidecarThenItGoesNowhere(String method) throws Exception {
		int invocations = app.invocations().size();
		try (ApiClient client = ApiClient.of(other)) {
			Status status = RawGrpcCall
				.begin(client.channel(), "dapr.proto.internals.v1.ServiceInvocation/" + method, "dapr-app-id", "cart")
				.send("a")
				.complete()
				.status();
			assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
			assertThat(status.getDescription()).contains("is for sidecars only");
		}
		assertThat(app.invocations()).hasSize(invocations);
	}

	private static RawGrpcCall begin(ApiClient client, String... metadata) {
		return RawGrpcCall.begin(client.channel(), "test.Any/Echo", metadata).send("a").complete();
	}

	@Test
	void whenAClientBeginsAndResetsCallsWithoutEndThenItsConnectionIsEnded() throws Exception {
		try (RawHttp2 client = connect(sidecar.grpcPort())) {
			int error = resetUntilGoingAway(client);
			assertThat(error).isEqualTo(11);
		}
		Waiting.until("nothing runs in the app", Duration.ofSeconds(20), () -> app.running() == 0,
				() -> app.running() + " calls run");
	}

	private static int resetUntilGoingAway(RawHttp2 client) throws Exception {
		Thread flood = new Thread(() -> {
			try {
				for (int i = 0; i < 30_000; i++) {
					client.call(2 * i + 1, "/test.Any/Wait", false, "dapr-app-id", "cart");
					client.reset(2 * i + 1, 8);
				}
			}
			catch (IOException ex) {
				// The sidecar has hung up.
			}
		}, "flood");
		flood.start();
		byte[] payload = client.await(RawHttp2.GO_AWAY).payload();
		flood.join(20_000);
		return payload[7];
	}

	// 2,000 series of a metric at most, and labels of bounded length.
	@Test
	void whenMethodsAreThousandsThenMetricsStayBounded() throws Exception {
		try (ApiClient client = ApiClient.of(sidecar)) {
			for (int i = 0; i < 5_000; i++) {
				assertThat(client.proxied("cart", "test.Any" + i + "/Gone").status().getCode())
					.isEqualTo(Status.Code.NOT_FOUND);
			}
			String longest = "test.Long/" + "x".repeat(100_000);
			assertThat(client.proxied("cart", longest).status().getCode()).isNotEqualTo(Status.Code.OK);
		}
		String metrics = sidecar.metrics();
		assertThat(metrics.lines().filter((line) -> line.startsWith("dapr_grpc_io_server_completed_rpcs")))
			.hasSizeLessThanOrEqualTo(2_001);
		assertThat(metrics.lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThan(2_000));
	}

	private static RawHttp2 connect(int port) throws IOException {
		return RawHttp2.client(new Socket(InetAddress.getLoopbackAddress(), port));
	}

}
