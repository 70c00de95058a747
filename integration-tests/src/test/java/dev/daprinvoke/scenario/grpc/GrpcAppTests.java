package dev.daprinvoke.scenario.grpc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.testkit.RawGrpcCall;
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
			app.ill(true);
			awaitInvocation(sidecar, 500);
			assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getDescription())
				.contains("app is not in a healthy state");
			app.ill(false);
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
			CallOptions brief = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
			List<RawGrpcCall> calls = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				calls.add((i % 2 == 0)
						? RawGrpcCall.begin(client.channel(), "test.Any/Wait", brief, 1, "dapr-app-id", "cart")
						: client.invoke(brief, "cart", "wait", "hi"));
			}
			for (RawGrpcCall call : calls) {
				assertThat(call.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
			}
			assertThat(app.mostRunning()).isBetween(1, 2);
			for (int i = 0; i < 5; i++) {
				assertThat(client.proxied("cart", "test.Any/Echo", "a").status().getCode()).isEqualTo(Status.Code.OK);
				assertThat(ApiClient.text(client.invoke("cart", "echo", "hi"))).isEqualTo("hi");
			}
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

}
