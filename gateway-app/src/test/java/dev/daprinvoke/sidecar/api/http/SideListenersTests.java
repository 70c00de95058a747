package dev.daprinvoke.sidecar.api.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.resource.ApiRule;
import dev.daprinvoke.resource.ApiRules;
import dev.daprinvoke.resource.Features;
import dev.daprinvoke.resource.Position;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.edge.LoggedErrors;
import dev.daprinvoke.sidecar.edge.WireAnswer;
import dev.daprinvoke.sidecar.edge.WireClient;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.sidecar.flags.SidecarSettings.Listener;
import dev.daprinvoke.sidecar.wire.ApiConnections;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 5.1 to 5.4: Dapr's own endpoints, and the listeners beside the
 * API.
 */
@Timeout(60)
class SideListenersTests {

	private static final Listener ANYWHERE = new Listener("127.0.0.1", 0);

	private static final Metadata METADATA = new Metadata(
			new SettingsReader(DaprdFlag.parse("--app-id=cart"), Map.of(), null).read().app(), List.of(),
			Features.DEFAULT, BuildInfo.ofThisBuild());

	private final LoopResources loops = LoopResources.create("side-test", 1, 1, true);

	private final SideListeners side = new SideListeners(this.loops, ApiConnections.http1(() -> false));

	private final List<DisposableServer> bound = new ArrayList<>();

	private final List<String> shutdowns = new ArrayList<>();

	private final Readiness readiness = new Readiness();

	private final DaprEndpoints endpoints = new DaprEndpoints("cart", ApiAccess.ALL, this.readiness, METADATA,
			(forced) -> this.shutdowns.add("forced " + forced));

	@AfterEach
	void close() {
		this.bound.forEach(DisposableServer::disposeNow);
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
	}

	@Test
	void whenNoAddressIsGivenThenAllAreListenedOn() {
		Listener everywhere = new Listener("", 0);
		assertThat(List.of(this.side.publicApi(everywhere, this.endpoints), this.side.profiling(everywhere)))
			.allSatisfy((binding) -> assertThat(address(binding).getAddress().isAnyLocalAddress()).isTrue());
	}

	@Test
	void whenARequestIsMalformedThenItIsRefusedAsOnTheApiPort() throws Exception {
		int port = port(this.side.publicApi(ANYWHERE, this.endpoints));
		assertThat(WireClient.exchange(port, "GET /v1.0/healthz HTTP/1.1\r\n\r\n").body())
			.isEqualTo("400 Bad Request: missing required Host header");
	}

	@Test
	void whenTheStartGoesOnThenHealthFollowsIt() throws Exception {
		int port = port(this.side.publicApi(ANYWHERE, this.endpoints));
		assertThat(get(port, "/v1.0/healthz").body())
			.isEqualTo("{\"errorCode\":\"ERR_HEALTH_NOT_READY\",\"message\":\"dapr is not ready: [runtime]\"}");
		assertThat(get(port, "/v1.0/healthz/outbound").body())
			.isEqualTo("{\"errorCode\":\"ERR_OUTBOUND_HEALTH_NOT_READY\",\"message\":\"dapr outbound is not ready\"}");
		this.readiness.outboundReady();
		assertThat(get(port, "/v1.0/healthz/outbound").status()).isEqualTo(204);
		assertThat(get(port, "/v1.0/healthz").status()).isEqualTo(500);
		this.readiness.allReady();
		assertThat(get(port, "/v1.0/healthz").status()).isEqualTo(204);
	}

	@ParameterizedTest
	@CsvSource({ "?appid=cart, 204", "?appid=, 204", "?x=1&appid=c%61rt, 204", "?appid=other, 500" })
	void whenHealthIsAskedForAnAppThenItMustBeTheOwn(String query, int status) throws Exception {
		this.readiness.allReady();
		WireAnswer answer = get(port(this.side.publicApi(ANYWHERE, this.endpoints)), "/v1.0/healthz" + query);
		assertThat(answer.status()).isEqualTo(status);
		if (status == 500) {
			assertThat(answer.body())
				.isEqualTo("{\"errorCode\":\"ERR_HEALTH_APPID_NOT_MATCH\",\"message\":\"dapr app-id does not match\"}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /v1.0/shutdown", "GET /v1.0/shutdown", "GET /", "GET /v1.0/invoke/x/method/y",
			"POST /v1.0/metadata", "HEAD /v1.0/healthz", "PUT /v1.0/metadata" })
	void whenThePublicPortIsAskedForAnythingElseThenTheAnswerIsGosText(String request) throws Exception {
		int port = port(this.side.publicApi(ANYWHERE, this.endpoints));
		WireAnswer answer = WireClient.exchange(port,
				request + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\ndapr-app-id: x\r\n\r\n");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.body()).isEqualTo(request.startsWith("HEAD") ? "" : "404 page not found\n");
		assertThat(answer.headers()).noneMatch((line) -> line.startsWith("dapr-invoke"));
		assertThat(this.shutdowns).isEmpty();
	}

	@Test
	void whenTheApiRulesDenyMetadataThenThePublicPortHasNoneEither() throws Exception {
		ApiRule rule = new ApiRule("metadata", "v1", "http", new Position(Path.of("rules.yaml"), 1, 1));
		DaprEndpoints fewer = new DaprEndpoints("cart", new ApiAccess(new ApiRules(List.of(), List.of(rule))),
				this.readiness, METADATA, (forced) -> {
				});
		this.readiness.allReady();
		int port = port(this.side.publicApi(ANYWHERE, fewer));
		assertThat(get(port, "/v1.0/metadata").body()).isEqualTo("404 page not found\n");
		assertThat(put(port, "/v1.0/metadata/x", "y").status()).isEqualTo(404);
		assertThat(get(port, "/v1.0/healthz").status()).isEqualTo(204);
	}

	@Test
	void whenThePublicPortIsSpokenToInHttp2ThenItDoesNotUnderstand() throws Exception {
		try (WireClient client = new WireClient(port(this.side.publicApi(ANYWHERE, this.endpoints)))) {
			client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
			assertThat(client.receiveHead().statusLine()).startsWith("HTTP/1.1 505");
		}
	}

	@Test
	void whenTheStartGoesOnThenTheActorRuntimeIsInitializing() throws Exception {
		int port = port(this.side.publicApi(ANYWHERE, this.endpoints));
		assertThat(get(port, "/v1.0/metadata").body()).contains("\"actorRuntime\":{\"runtimeStatus\":\"INITIALIZING\","
				+ "\"hostReady\":false,\"placement\":\"placement: disconnected\"}");
		this.readiness.allReady();
		assertThat(get(port, "/v1.0/metadata").body()).contains("\"runtimeStatus\":\"DISABLED\"");
	}

	@Test
	void whenMetadataIsSetThenItIsShown() throws Exception {
		int port = port(this.side.publicApi(ANYWHERE, this.endpoints));
		assertThat(put(port, "/v1.0/metadata/app%2FCommand+x", "a \u00c3\u00a9").status()).isEqualTo(204);
		WireAnswer answer = get(port, "/v1.0/metadata");
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.body()).contains("\"app/Command x\":\"a \u00c3\u00a9\"").endsWith("}\n");
	}

	@Test
	void whenAValueIsEmptyThenItIsKeptAllTheSame() throws Exception {
		int port = port(this.side.publicApi(ANYWHERE, this.endpoints));
		assertThat(put(port, "/v1.0/metadata/nothing", "").status()).isEqualTo(204);
		assertThat(get(port, "/v1.0/metadata").body()).contains("\"nothing\":\"\"");
	}

	@Test
	void whenAValueIsTooLargeThenItIsRefused() throws Exception {
		int port = port(this.side.publicApi(ANYWHERE, this.endpoints));
		assertThat(put(port, "/v1.0/metadata/large", "x".repeat(64 * 1024)).status()).isEqualTo(204);
		WireAnswer answer = put(port, "/v1.0/metadata/larger", "x".repeat(64 * 1024 + 1));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.body()).isEqualTo("value: more than 65536 bytes (expected: at most that)\n");
	}

	@Test
	void whenAValuesBodyIsBrokenThenTheAnswerSaysHow() throws Exception {
		int port = port(this.side.publicApi(ANYWHERE, this.endpoints));
		try (LoggedErrors log = new LoggedErrors()) {
			WireAnswer answer = WireClient.exchange(port,
					"PUT /v1.0/metadata/k HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).isEqualTo("value: it cannot be read: invalid byte in chunk length\n");
			assertThat(answer.header("Connection")).isEqualTo("close");
			assertThat(log.lines()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "TRUE, true", "' y ', true", "1, true", "on, true", "false, false", "0, false",
			"no, false", "'', false" })
	void whenShutdownIsForcedThenDaprsWordsForYesCount(String value, boolean forced) throws Exception {
		int port = port(HttpServer.create()
			.port(0)
			.host("127.0.0.1")
			.runOn(this.loops)
			.handle((request, response) -> Objects
				.requireNonNull(this.endpoints.answer("POST", "/v1.0/shutdown", "", request))
				.flatMap((answer) -> NettyAnswer.write(answer, request, response)))
			.bind());
		WireAnswer answer = WireClient.exchange(port,
				"POST / HTTP/1.1\r\nHost: h\r\ndapr-force-shutdown: " + value + "\r\nContent-Length: 0\r\n\r\n");
		assertThat(answer.status()).isEqualTo(204);
		assertThat(this.shutdowns).containsExactly("forced " + forced);
	}

	@Test
	void whenMetricsAreScrapedTwiceThenBothScrapesAreWhole() throws Exception {
		Meters meters = new Meters();
		InvocationMeters calls = new InvocationMeters(meters, "cart");
		Scheduler reader = Schedulers.newSingle("metrics-test", true);
		try {
			int port = port(this.side.metrics(ANYWHERE, meters, reader));
			try (WireClient client = new WireClient(port)) {
				for (int i = 1; i <= 2; i++) {
					calls.requestSent("other", false);
					client.send("GET /any HTTP/1.1\r\nHost: h\r\n\r\n");
					WireAnswer answer = client.receive();
					assertThat(answer.status()).isEqualTo(200);
					assertThat(answer.header("Content-Type"))
						.isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
					assertThat(answer.body()).contains("dapr_runtime_service_invocation_req_sent_total"
							+ "{app_id=\"cart\",dst_app_id=\"other\",type=\"unary\"} " + i + "\n");
				}
			}
		}
		finally {
			reader.dispose();
		}
	}

	@Test
	void whenMetricsAreScrapedInHttp10ThenTheyComeWithoutChunks() throws Exception {
		Scheduler reader = Schedulers.newSingle("metrics-test", true);
		try {
			int port = port(this.side.metrics(ANYWHERE, new Meters(), reader));
			WireAnswer answer = WireClient.exchange(port, "GET / HTTP/1.0\r\n\r\n");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Transfer-Encoding")).isEmpty();
			assertThat(answer.header("Connection")).isEqualTo("close");
		}
		finally {
			reader.dispose();
		}
	}

	@Test
	void whenProfilesAreAskedForThenSomethingAnswers() throws Exception {
		assertThat(get(port(this.side.profiling(ANYWHERE)), "/debug/pprof/heap").body())
			.isEqualTo("Go's profiles do not exist here: use jcmd or a JFR recording of this process instead\n");
	}

	private int port(Mono<? extends DisposableServer> binding) {
		return address(binding).getPort();
	}

	private InetSocketAddress address(Mono<? extends DisposableServer> binding) {
		DisposableServer server = Objects.requireNonNull(binding.block(Duration.ofSeconds(20)));
		this.bound.add(server);
		return (InetSocketAddress) server.address();
	}

	private static WireAnswer get(int port, String target) throws Exception {
		return WireClient.exchange(port, "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
	}

	private static WireAnswer put(int port, String target, String body) throws Exception {
		return WireClient.exchange(port,
				"PUT " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
	}

}
