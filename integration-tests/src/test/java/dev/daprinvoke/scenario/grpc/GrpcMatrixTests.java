package dev.daprinvoke.scenario.grpc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import io.grpc.Metadata;
import io.grpc.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.testkit.RawGrpcCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of client calls every kind of app, in another sidecar's place and in its
 * own: status, metadata, body and error (contract, invocation.md 3.2 to 3.5).
 */
class GrpcMatrixTests {

	/** What an app speaks. */
	enum App {

		HTTP, H2C, GRPC

	}

	@TempDir
	private static Path folder;

	private static final Map<App, Sidecar> SIDECARS = new EnumMap<>(App.class);

	private static final Map<App, AutoCloseable> APPS = new EnumMap<>(App.class);

	private static Sidecar caller;

	@BeforeAll
	static void start() {
		NameResolutionFile names = NameResolutionFile.in(folder);
		for (App each : App.values()) {
			SIDECARS.put(each,
					Sidecar.of(name(each), folder)
						.names(names)
						.appPort(app(each))
						.arguments("--app-protocol=" + name(each))
						.startReady());
		}
		caller = Sidecar.of("caller", folder).names(names).startReady();
	}

	private static String name(App app) {
		return app.name().toLowerCase(java.util.Locale.ROOT);
	}

	private static int app(App app) {
		if (app == App.GRPC) {
			TestGrpcApp grpc = new TestGrpcApp();
			APPS.put(app, grpc);
			return grpc.port();
		}
		DisposableServer http = HttpServer.create()
			.protocol((app == App.H2C) ? HttpProtocol.H2C : HttpProtocol.HTTP11)
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> {
				response.header("X-App", "yes").header("Content-Type", "text/plain");
				return request.uri().startsWith("/gone") ? response.status(404).sendString(Mono.just("gone"))
						: response.send(request.receive().retain());
			})
			.bindNow(Duration.ofSeconds(10));
		APPS.put(app, http::disposeNow);
		return http.port();
	}

	@AfterAll
	static void stop() throws Exception {
		SIDECARS.values().forEach(Sidecar::close);
		caller.close();
		for (AutoCloseable app : APPS.values()) {
			app.close();
		}
	}

	private static Sidecar client(App app, boolean self) {
		return self ? SIDECARS.get(app) : caller;
	}

	private static Stream<Arguments> cells() {
		return Arrays.stream(App.values())
			.flatMap((app) -> Stream.of(Arguments.of(app, false), Arguments.of(app, true)));
	}

	@ParameterizedTest(name = "HTTP client, {0} app, self {1}")
	@MethodSource("cells")
	void whenAClientSpeaksHttp(App app, boolean self) {
		Sidecar sidecar = client(app, self);
		RawResponse echo = sidecar.http()
			.send("POST", "/v1.0/invoke/" + name(app) + "/method/echo", "hi", "Content-Type: text/plain");
		assertThat(echo.status()).isEqualTo(200);
		assertThat(echo.header("X-App")).isEqualTo("yes");
		assertThat(echo.header("Content-Type")).isEqualTo("text/plain");
		assertThat(echo.text()).isEqualTo("hi");
		RawResponse gone = sidecar.http().get("/v1.0/invoke/" + name(app) + "/method/gone");
		assertThat(gone.status()).isEqualTo(404);
		assertThat(gone.header("X-App")).isEqualTo("yes");
		assertThat(gone.text()).isEqualTo((app == App.GRPC) ? "{\"code\":5,\"message\":\"gone\"}" : "gone");
	}

	@ParameterizedTest(name = "gRPC client, {0} app, self {1}")
	@MethodSource("cells")
	void whenAClientSpeaksGrpc(App app, boolean self) throws Exception {
		try (ApiClient client = ApiClient.of(client(app, self))) {
			RawGrpcCall echo = client.invoke(name(app), "echo", "hi");
			assertThat(ApiClient.text(echo)).isEqualTo("hi");
			assertThat(echo.headers().get(TestGrpcApp.HEADER)).isEqualTo("yes");
			Metadata.Key<String> http = RawGrpcCall.key("dapr-http-status");
			assertThat(echo.headers().get(http)).isEqualTo((app == App.GRPC) ? null : "200");
			RawGrpcCall gone = client.invoke(name(app), "gone", "hi");
			assertThat(gone.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
			assertThat(gone.status().getDescription()).isEqualTo((app == App.GRPC) ? "gone" : "Not Found");
			assertThat(gone.headers().get(TestGrpcApp.HEADER)).isEqualTo("yes");
			assertThat(gone.headers().get(http)).isEqualTo((app == App.GRPC) ? null : "404");
		}
	}

	@ParameterizedTest(name = "proxied stub, {0} app, self {1}")
	@MethodSource("cells")
	void whenAClientCallsAMethodOfTheAppsOwn(App app, boolean self) throws Exception {
		try (ApiClient client = ApiClient.of(client(app, self))) {
			RawGrpcCall echo = client.proxied(name(app), "test.Any/Echo", "a", "b");
			RawGrpcCall gone = client.proxied(name(app), "test.Any/Gone", "a");
			switch (app) {
				case GRPC -> {
					assertThat(echo.status().getCode()).isEqualTo(Status.Code.OK);
					assertThat(echo.texts()).containsExactly("a", "b");
					assertThat(echo.headers().get(TestGrpcApp.HEADER)).isEqualTo("yes");
					assertThat(gone.status().getCode()).isEqualTo(Status.Code.NOT_FOUND);
					assertThat(gone.status().getDescription()).isEqualTo("gone");
					assertThat(gone.headers().get(TestGrpcApp.HEADER)).isEqualTo("yes");
				}
				case HTTP -> {
					assertThat(echo.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
					assertThat(echo.status().getDescription())
						.startsWith("connection error: desc = \"error reading server preface: ");
				}
				default -> {
					assertThat(echo.status().getCode()).isEqualTo(Status.Code.UNKNOWN);
					assertThat(echo.status().getDescription()).contains("unexpected content-type \"text/plain\"");
				}
			}
		}
	}

}
