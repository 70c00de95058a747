package dev.daprinvoke.scenario.grpc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;
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

	private static final Metadata.Key<byte[]> DETAILS = Metadata.Key.of("grpc-status-details-bin",
			Metadata.BINARY_BYTE_MARSHALLER);

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
				if (request.uri().startsWith("/fail/")) {
					return response.status(Integer.parseInt(request.uri().substring(6)))
						.sendString(Mono.just("{\"why\":\"so\"}"));
				}
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

	// Contract invocation.md 3.4: as it came for clients of HTTP, by the table for those
	// of
	// gRPC.
	@ParameterizedTest(name = "{0} as {1} from {2} app, self {3}")
	@MethodSource("httpErrors")
	void whenAnAppOfHttpFailsThenEachClientSeesIt(int status, Status.Code code, App app, boolean self)
			throws Exception {
		Sidecar sidecar = client(app, self);
		RawResponse answer = sidecar.http().get("/v1.0/invoke/" + name(app) + "/method/fail/" + status);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("X-App")).isEqualTo("yes");
		assertThat(answer.text()).isEqualTo("{\"why\":\"so\"}");
		try (ApiClient client = ApiClient.of(sidecar)) {
			RawGrpcCall call = client.invoke(name(app), "fail/" + status, "");
			assertThat(call.status().getCode()).isEqualTo(code);
			assertThat(call.headers().get(RawGrpcCall.key("dapr-http-status"))).isEqualTo(String.valueOf(status));
			byte[] details = call.trailers().get(DETAILS);
			assertThat(details).isNotNull();
			assertThat(new String(details, StandardCharsets.UTF_8)).contains("{\"why\":\"so\"}", "dapr.io");
		}
	}

	private static Stream<Arguments> httpErrors() {
		Map<Integer, Status.Code> codes = Map.of(302, Status.Code.UNKNOWN, 400, Status.Code.INTERNAL, 401,
				Status.Code.UNAUTHENTICATED, 404, Status.Code.NOT_FOUND, 409, Status.Code.ALREADY_EXISTS, 418,
				Status.Code.UNKNOWN, 500, Status.Code.UNKNOWN, 503, Status.Code.UNAVAILABLE);
		return codes.entrySet()
			.stream()
			.flatMap((row) -> Stream.of(App.HTTP, App.H2C)
				.flatMap((app) -> Stream.of(true, false)
					.map((self) -> Arguments.of(row.getKey(), row.getValue(), app, self))));
	}

	// Contract invocation.md 3.2, 3.4 and 3.5.
	@ParameterizedTest(name = "{0} as {1}, self {2}")
	@MethodSource("grpcErrors")
	void whenAnAppOfGrpcFailsThenEachClientSeesIt(Status.Code code, int status, boolean self) throws Exception {
		Sidecar sidecar = client(App.GRPC, self);
		String number = String.valueOf(code.value());
		RawResponse answer = sidecar.http()
			.send("POST", "/v1.0/invoke/grpc/method/fail", number, "Content-Type: text/plain");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.text()).isEqualTo("{\"code\":" + number + ",\"message\":\"said 100 % nö\"}");
		try (ApiClient client = ApiClient.of(sidecar)) {
			for (RawGrpcCall call : List.of(client.invoke("grpc", "fail", number),
					client.proxied("grpc", "test.Any/Fail", number))) {
				assertThat(call.status().getCode()).isEqualTo(code);
				assertThat(call.status().getDescription()).isEqualTo("said 100 % nö");
				assertThat(call.messages()).isEmpty();
			}
		}
	}

	private static Stream<Arguments> grpcErrors() {
		Map<Status.Code, Integer> statuses = new EnumMap<>(Map.of(Status.Code.CANCELLED, 408, Status.Code.UNKNOWN, 500,
				Status.Code.INVALID_ARGUMENT, 400, Status.Code.DEADLINE_EXCEEDED, 504, Status.Code.ALREADY_EXISTS, 409,
				Status.Code.PERMISSION_DENIED, 403, Status.Code.RESOURCE_EXHAUSTED, 429,
				Status.Code.FAILED_PRECONDITION, 400, Status.Code.ABORTED, 409, Status.Code.UNAVAILABLE, 503));
		statuses.putAll(Map.of(Status.Code.OUT_OF_RANGE, 400, Status.Code.UNIMPLEMENTED, 501, Status.Code.INTERNAL, 500,
				Status.Code.DATA_LOSS, 500, Status.Code.UNAUTHENTICATED, 401, Status.Code.NOT_FOUND, 404));
		return statuses.entrySet()
			.stream()
			.flatMap((row) -> Stream.of(true, false).map((self) -> Arguments.of(row.getKey(), row.getValue(), self)));
	}

	@ParameterizedTest(name = "self {0}")
	@ValueSource(booleans = { true, false })
	void whenMetadataIsBinaryThenItArrivesAndComesBackAsHeaderAndAsTrailer(boolean self) throws Exception {
		byte[] value = { 0, (byte) 0xff, 10 };
		String text = new String(value, StandardCharsets.ISO_8859_1);
		try (ApiClient client = ApiClient.of(client(App.GRPC, self))) {
			RawGrpcCall invoked = client.invoke("grpc", "echo", "hi", "raw-bin", text);
			RawGrpcCall passed = RawGrpcCall
				.begin(client.channel(), "test.Any/Echo", "dapr-app-id", "grpc", "raw-bin", text)
				.send("a")
				.complete();
			RawGrpcCall failed = RawGrpcCall
				.begin(client.channel(), "test.Any/Fail", "dapr-app-id", "grpc", "raw-bin", text)
				.send("9")
				.complete();
			for (RawGrpcCall call : List.of(invoked, passed, failed)) {
				call.status();
				assertThat(call.headers().get(TestGrpcApp.BINARY)).isEqualTo(value);
				assertThat(call.trailers().get(TestGrpcApp.BINARY)).isEqualTo(value);
			}
		}
	}

}
