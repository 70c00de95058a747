package dev.daprinvoke.scenario.grpc;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.testkit.Ports;
import dev.daprinvoke.testkit.RawGrpcCall;
import dev.daprinvoke.testkit.RawHttp2;
import dev.daprinvoke.testkit.TestCertificate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole of the channel to an app that speaks gRPC (contract, invocation.md 3.3 and
 * 4).
 */
class GrpcAppTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@TempDir
	private Path folder;

	@Test
	void whenTheAppIsCalledOverHttpThenOnInvokeGetsVerbQueryBodyAndHeadersAndNoConfigIsAskedFor() throws Exception {
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar sidecar = Sidecar.of("cart", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.arguments("--app-protocol=grpc")
					.variable("APP_API_TOKEN", "appsecret")
					.startReady()) {
			RawResponse answer = sidecar.http()
				.send("PUT", "/v1.0/invoke/cart/method/items/7?a=b", "hi", "Content-Type: text/plain", "X-Custom: one");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.text()).isEqualTo("hi");
			assertThat(app.invocations()).singleElement().satisfies((request) -> {
				assertThat(request.getMethod()).isEqualTo("items/7");
				assertThat(request.getHttpExtension().getVerb().name()).isEqualTo("PUT");
				assertThat(request.getHttpExtension().getQuerystring()).isEqualTo("a=b");
				assertThat(request.getContentType()).isEqualTo("text/plain");
			});
			Metadata metadata = app.calls().get(0);
			assertThat(metadata.get(RawGrpcCall.key("dapr-api-token"))).isEqualTo("appsecret");
			assertThat(metadata.get(RawGrpcCall.key("x-custom"))).isEqualTo("one");
			assertThat(metadata.get(RawGrpcCall.key("dapr-content-type"))).isEqualTo("text/plain");
			assertThat(metadata.get(RawGrpcCall.key("dapr-caller-app-id"))).isEqualTo("cart");
			try (ApiClient client = ApiClient.of(sidecar)) {
				assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode()).isEqualTo(Status.Code.OK);
			}
			assertThat(app.calls().get(1).get(RawGrpcCall.key("dapr-api-token"))).isEqualTo("appsecret");
		}
	}

	@Test
	void whenHealthChecksFailThenCallsOfAllKindsAreRefusedUntilOneSucceeds() throws Exception {
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar sidecar = Sidecar.of("cart", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.arguments("--app-protocol=grpc", "--enable-app-health-check", "--app-health-probe-interval=1",
							"--app-health-threshold=1")
					.startReady();
				ApiClient client = ApiClient.of(sidecar)) {
			awaitInvocation(sidecar, 200);
			app.health(TestGrpcApp.Health.ILL);
			awaitInvocation(sidecar, 500);
			assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getDescription())
				.contains("app is not in a healthy state");
			app.health(TestGrpcApp.Health.WELL);
			awaitInvocation(sidecar, 200);
			assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode()).isEqualTo(Status.Code.OK);
			// Platform contract, section 5.2.
			assertThat(sidecar.metrics()).contains(
					"dapr_grpc_io_healthprobes_completed_count{app_id=\"cart\",grpc_client_status=\"OK\"}",
					"dapr_grpc_io_healthprobes_roundtrip_latency_count{app_id=\"cart\",grpc_client_status=");
		}
	}

	// Contract section 3.3: TLS, and any certificate will do.
	@Test
	void whenTheAppSpeaksTlsThenAllKindsOfCallsReachIt() throws Exception {
		SslContext tls = GrpcSslContexts.configure(SslContextBuilder.forServer(TestCertificate.keys()), SslProvider.JDK)
			.build();
		try (TestGrpcApp app = new TestGrpcApp(tls);
				Sidecar sidecar = Sidecar.of("cart", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.arguments("--app-protocol=grpcs", "--enable-app-health-check", "--app-health-probe-interval=1")
					.startReady();
				ApiClient client = ApiClient.of(sidecar)) {
			awaitInvocation(sidecar, 200);
			assertThat(ApiClient.text(client.invoke("cart", "echo", "hi"))).isEqualTo("hi");
			assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode()).isEqualTo(Status.Code.OK);
		}
	}

	private static void awaitInvocation(Sidecar sidecar, int status) {
		Waiting.until("status " + status, LIMIT,
				() -> sidecar.http().get("/v1.0/invoke/cart/method/x").status() == status, () -> "still another one");
	}

	// Settled: proxied calls hold a place, too, until they end.
	@Test
	void whenTheAppTakesFewCallsAtATimeThenOthersWaitAndLeaveAtTheirDeadlineAndNoPlaceIsLost() throws Exception {
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar sidecar = Sidecar.of("cart", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.arguments("--app-protocol=grpc", "--app-max-concurrency=2")
					.startReady();
				ApiClient client = ApiClient.of(sidecar)) {
			// Two rounds: had a place been lost, the second could not fill them all.
			for (int round = 0; round < 2; round++) {
				List<RawGrpcCall> holders = List.of(
						RawGrpcCall.begin(client.channel(), "test.Any/Wait", "dapr-app-id", "cart"),
						client.invoke("cart", "wait", "hi"));
				Waiting.until("both places are taken", LIMIT, () -> app.running() == 2, () -> app.running() + " taken");
				int calls = app.calls().size();
				assertThat(whileFull(sidecar, "/test.Any/Echo", new byte[0])).contains("grpc-status\u00014");
				assertThat(whileFull(sidecar, "/" + ApiClient.INVOKE, ApiClient.message("cart", "echo", "hi")))
					.contains("grpc-status\u00014");
				assertThat(app.calls()).hasSize(calls);
				holders.forEach(RawGrpcCall::cancel);
				Waiting.until("both places are free", LIMIT, () -> app.running() == 0, () -> app.running() + " taken");
			}
			assertThat(app.mostRunning()).isEqualTo(2);
			for (int i = 0; i < 5; i++) {
				assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode()).isEqualTo(Status.Code.OK);
				assertThat(ApiClient.text(client.invoke("cart", "echo", "hi"))).isEqualTo("hi");
			}
		}
	}

	/** Waits for a place, by a client without a clock of its own. */
	private static String whileFull(Sidecar sidecar, String path, byte[] message) throws Exception {
		try (RawHttp2 client = RawHttp2.client(new Socket(InetAddress.getLoopbackAddress(), sidecar.grpcPort()))) {
			client.call(1, path, false, "dapr-app-id", "cart", "grpc-timeout", "300m");
			client.sendData(1,
					ByteBuffer.allocate(5 + message.length).put((byte) 0).putInt(message.length).put(message).array(),
					true);
			return client.answerOn(1);
		}
	}

	@Test
	void whenACallerGivesUpThenTheAppsWorkIsCancelledThroughBothSidecars() throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar cart = Sidecar.of("cart", this.folder)
					.names(names)
					.appPort(app.port())
					.arguments("--app-protocol=grpc")
					.startReady();
				Sidecar shop = Sidecar.of("shop", this.folder).names(names).startReady();
				ApiClient client = ApiClient.of(shop)) {
			RawGrpcCall call = client.invoke("cart", "wait", "hi");
			Waiting.until("the app is called", LIMIT, () -> app.mostRunning() == 1, () -> "not yet");
			call.cancel();
			assertThat(app.cancelled().await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(ApiClient.text(client.invoke("cart", "echo", "hi"))).isEqualTo("hi");
			assertThat(cart.http().get("/v1.0/healthz").status()).isEqualTo(204);
		}
	}

	@Test
	void whenTheApiWantsATokenThenAppsMethodsAndItsOwnDoAndNoneReachesTheApp() throws Exception {
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar sidecar = Sidecar.of("cart", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.arguments("--app-protocol=grpc")
					.variable("DAPR_API_TOKEN", "s3cret")
					.startReady();
				ApiClient client = ApiClient.of(sidecar)) {
			assertThat(client.invoke("cart", "echo", "hi").status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
			assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode())
				.isEqualTo(Status.Code.UNAUTHENTICATED);
			RawGrpcCall wrong = client.invoke("cart", "echo", "hi", "dapr-api-token", "guess");
			assertThat(wrong.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
			assertThat(new String(
					wrong.trailers().get(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER)),
					StandardCharsets.UTF_8))
				.contains("authentication error: api token mismatch");
			for (String own : List.of("dapr.proto.runtime.v1.Dapr/Shutdown", "dapr.proto.runtime.v1.Dapr/GetMetadata",
					"grpc.reflection.v1.ServerReflection/ServerReflectionInfo")) {
				assertThat(RawGrpcCall.begin(client.channel(), own).send("").complete().status().getCode())
					.isEqualTo(Status.Code.UNAUTHENTICATED);
			}
			assertThat(ApiClient.text(client.invoke("cart", "echo", "hi", "dapr-api-token", "s3cret"))).isEqualTo("hi");
			RawGrpcCall shown = RawGrpcCall
				.begin(client.channel(), "test.Any/Echo", "dapr-app-id", "cart", "dapr-api-token", "s3cret")
				.send("a")
				.complete();
			assertThat(shown.status().getCode()).isEqualTo(Status.Code.OK);
			assertThat(app.calls()).hasSize(2)
				.allSatisfy(
						(metadata) -> assertThat(metadata.containsKey(RawGrpcCall.key("dapr-api-token"))).isFalse());
		}
	}

	// Contract, platform.md 5.2 and 5.3.
	@Test
	void whenCallsComeByGrpcThenEachIsCountedAndLogged() throws Exception {
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar sidecar = Sidecar.of("cart", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.arguments("--app-protocol=grpc", "--enable-api-logging=true")
					.startReady();
				ApiClient client = ApiClient.of(sidecar)) {
			assertThat(ApiClient.text(client.invoke("cart", "echo", "hi"))).isEqualTo("hi");
			assertThat(client.proxied("cart", "test.Any/Gone", "a").status().getCode())
				.isEqualTo(Status.Code.NOT_FOUND);
			sidecar.process().output().await("method=/" + ApiClient.INVOKE, LIMIT);
			sidecar.process().output().await("method=/test.Any/Gone", LIMIT);
			assertThat(sidecar.process().output().text()).contains("gRPC API Called", "code=5");
			String metrics = sidecar.metrics();
			assertThat(metrics).contains(
					"dapr_grpc_io_server_completed_rpcs{app_id=\"cart\",grpc_server_method=\"/" + ApiClient.INVOKE
							+ "\",grpc_server_status=\"OK\"} 1",
					"dapr_grpc_io_server_completed_rpcs{app_id=\"cart\",grpc_server_method=\"/test.Any/Gone\",grpc_server_status=\"NotFound\"} 1",
					"dapr_grpc_io_client_completed_rpcs{app_id=\"cart\",grpc_client_method=\"/dapr.proto.runtime.v1.AppCallback/OnInvoke\",grpc_client_status=\"OK\"} 1");
		}
	}

	// Contract, invocation.md 5.5: before the token is asked for.
	@Test
	void whenRulesTakeMethodsAwayThenTheyAnswerSoAndAppsMethodsStay() throws Exception {
		Path rules = Files.writeString(this.folder.resolve("rules.yaml"),
				"spec: {api: {denied: [{name: invoke, version: v1, protocol: grpc}]}}\n");
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar sidecar = Sidecar.of("cart", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.arguments("--app-protocol=grpc", "--config", rules.toString())
					.startReady();
				ApiClient client = ApiClient.of(sidecar)) {
			RawGrpcCall denied = client.invoke("cart", "echo", "hi");
			assertThat(denied.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
			assertThat(denied.status().getDescription()).isEqualTo("Not Implemented");
			assertThat(denied.trailers()
				.containsKey(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER))).isTrue();
			assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode()).isEqualTo(Status.Code.OK);
			assertThat(sidecar.http().get("/v1.0/invoke/cart/method/x").status()).isEqualTo(200);
		}
	}

	// Contract section 4, start-up order.
	@Test
	void whenTheAppStartsLateThenTheSidecarWaitsForItAndThenCallsIt() throws Exception {
		int port = Ports.free();
		try (Sidecar sidecar = Sidecar.of("cart", this.folder)
			.names(NameResolutionFile.in(this.folder))
			.appPort(port)
			.arguments("--app-protocol=grpc")
			.start()) {
			sidecar.process().output().await("HTTP API listens on port " + sidecar.httpPort(), LIMIT);
			assertThat(sidecar.http().get("/v1.0/healthz/outbound").status()).isEqualTo(204);
			assertThat(sidecar.http().get("/v1.0/healthz").status()).isEqualTo(500);
			try (ApiClient client = ApiClient.of(sidecar)) {
				assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode())
					.isEqualTo(Status.Code.UNAVAILABLE);
				try (TestGrpcApp app = new TestGrpcApp(port)) {
					sidecar.awaitReady();
					assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode())
						.isEqualTo(Status.Code.OK);
					assertThat(ApiClient.text(client.invoke("cart", "echo", "hi"))).isEqualTo("hi");
					assertThat(app.calls()).hasSize(2);
				}
				// Gone, and back at the same place.
				assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode())
					.isEqualTo(Status.Code.UNAVAILABLE);
				assertThat(sidecar.http().get("/v1.0/invoke/cart/method/x").status()).isEqualTo(503);
				try (TestGrpcApp app = new TestGrpcApp(port)) {
					assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode())
						.isEqualTo(Status.Code.OK);
					assertThat(app.calls()).hasSize(1);
				}
			}
		}
	}

	// Contract section 4: the app's token goes with every call, and not with probes.
	@Test
	void whenTheAppHasATokenThenCallsFromElsewhereShowItAndProbesDoNot() throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar cart = Sidecar.of("cart", this.folder)
					.names(names)
					.appPort(app.port())
					.arguments("--app-protocol=grpc", "--enable-app-health-check", "--app-health-probe-interval=1",
							"--app-max-concurrency=1")
					.variable("APP_API_TOKEN", "appsecret")
					.startReady();
				Sidecar shop = Sidecar.of("shop", this.folder).names(names).startReady();
				ApiClient client = ApiClient.of(shop)) {
			awaitInvocation(cart, 200);
			assertThat(ApiClient.text(client.invoke("cart", "echo", "hi", "dapr-api-token", "of the caller")))
				.isEqualTo("hi");
			RawGrpcCall held = RawGrpcCall.begin(client.channel(), "test.Any/Wait", "dapr-app-id", "cart",
					"dapr-api-token", "of the caller");
			int probes = app.probes();
			Waiting.until("probes need no place", LIMIT, () -> app.probes() > probes + 1, () -> "no more probes");
			held.cancel();
			assertThat(app.shown()).contains("OnInvoke appsecret", "Wait appsecret", "HealthCheck null")
				.allSatisfy((line) -> assertThat(line).doesNotContain("caller", "HealthCheck appsecret"));
		}
	}

	// Contract section 4: any error is a failure, and so is no answer within 500 ms.
	@ParameterizedTest
	@EnumSource(value = TestGrpcApp.Health.class, names = { "NOT_SERVED", "SILENT" })
	void whenTheHealthCheckIsNotServedOrSaysNothingThenTheAppIsIll(TestGrpcApp.Health health) throws Exception {
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar sidecar = Sidecar.of("cart", this.folder)
					.names(NameResolutionFile.in(this.folder))
					.appPort(app.port())
					.arguments("--app-protocol=grpc", "--enable-app-health-check", "--app-health-probe-interval=1",
							"--app-health-threshold=1")
					.startReady()) {
			awaitInvocation(sidecar, 200);
			app.health(health);
			awaitInvocation(sidecar, 500);
			String met = (health == TestGrpcApp.Health.SILENT) ? "no answer in time" : "UNIMPLEMENTED";
			sidecar.process().output().await("the last one by HealthCheck: " + met, LIMIT);
		}
	}

}
