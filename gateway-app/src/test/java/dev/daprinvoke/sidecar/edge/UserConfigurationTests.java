package dev.daprinvoke.sidecar.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpServer;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.resource.ApiLogging;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What users may write into the sidecar's own {@code application.yaml}.
 */
@Timeout(60)
class UserConfigurationTests {

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	@TempDir
	private Path folder;

	private @Nullable HttpServer backend;

	private String backendUri = "";

	@BeforeEach
	void startBackend() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			this.received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
					+ new String(body, StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(203, 7);
			exchange.getResponseBody().write("backend".getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		server.start();
		this.backend = server;
		this.backendUri = "http://127.0.0.1:" + server.getAddress().getPort();
	}

	@AfterEach
	void stopBackend() {
		if (this.backend != null) {
			this.backend.stop(0);
		}
	}

	@Test
	void whenARouteIsWrittenThenItWorksBesideTheFixedOne() throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder, route(""))) {
			WireAnswer answer = get(edge, "/shop/a%20b?x=|1");
			assertThat(answer.status()).isEqualTo(203);
			assertThat(answer.body()).isEqualTo("backend");
			assertThat(answer.header("X-Shop")).isEqualTo("open");
			assertThat(this.received.take()).isEqualTo("GET /shop/a%20b?x=%7C1 ");
			WireAnswer call = get(edge, "/v1.0/invoke/cart/method/odd");
			assertThat(call.body()).isEqualTo("odd");
			assertThat(call.all("X-Shop")).isEmpty();
			assertThat(get(edge, "/other").status()).isEqualTo(404);
			assertThat(get(edge, "/v1.0/healthz").status()).isEqualTo(204);
		}
	}

	@Test
	void whenARequestForARouteNamesATargetThenItIsACall() throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder, route(""))) {
			WireClient.exchange(edge.port(), "GET /shop/a HTTP/1.1\r\nHost: h\r\ndapr-app-id: cart\r\n\r\n");
			assertThat(this.received).isEmpty();
		}
	}

	@Test
	void whenABodyGoesThroughARouteThenItArrives() throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder, route(""))) {
			WireAnswer answer = WireClient.exchange(edge.port(),
					"POST /shop HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(answer.body()).isEqualTo("backend");
			assertThat(this.received.take()).isEqualTo("POST /shop hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/shop/../secret", "/shop/%2e%2e/secret", "/shop/..%2fsecret", "/shop//../../secret",
			"/x/../shop", "/shop/.", "/shop/..", "//shop" })
	void whenAPathLeadsElsewhereThanItSeemsThenNoRouteTakesIt(String target) throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder, route(""))) {
			WireAnswer answer = WireClient.exchange(edge.port(), "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(answer.status()).isEqualTo(404);
			assertThat(this.received).isEmpty();
		}
	}

	@Test
	void whenTheHostHeaderHoldsAPathThenNoOtherRouteIsReached() throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder, route(""))) {
			WireAnswer answer = WireClient.exchange(edge.port(), "GET /x HTTP/1.1\r\nHost: h/shop?\r\n\r\n");
			assertThat(answer.status()).isEqualTo(400);
			assertThat(this.received).isEmpty();
		}
	}

	@Test
	void whenEveryRouteHasFiltersThenCallsPassThemToo() throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder,
				"spring.cloud.gateway.server.webflux.default-filters: ['AddResponseHeader=X-Every, yes']")) {
			WireAnswer call = get(edge, "/v1.0/invoke/cart/method/odd");
			assertThat(call.header("X-Every")).isEqualTo("yes");
			assertThat(call.body()).isEqualTo("odd");
		}
	}

	@Test
	void whenCorsIsConfiguredThenPreflightsForRoutesAreAnswered() throws Exception {
		String cors = "          cors-configurations: {'[/shop/**]': {allowedOrigins: '*', allowedMethods: [POST]}}\n";
		try (RunningEdge edge = RunningEdge.with(this.folder, route("        globalcors:\n" + cors))) {
			WireAnswer answer = WireClient.exchange(edge.port(), "OPTIONS /shop/a HTTP/1.1\r\nHost: h\r\n"
					+ "Origin: http://page\r\nAccess-Control-Request-Method: POST\r\n\r\n");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
		}
	}

	@Test
	void whenTheLaneIsUnknownThenTheStartFailsWithWhatAndWhatToDo() {
		assertThatStartFailsWith("dapr.invoke.edge.lane: fast")
			.isEqualTo("Spring could not start with the sidecar's configuration (" + file()
					+ "): dapr.invoke.edge.lane: fast " + "(expected: auto, direct or gateway). Correct it there.");
	}

	@Test
	void whenTheYamlIsBrokenThenTheStartFailsInOneLine() {
		assertThatStartFailsWith("a: b: c")
			.startsWith("Spring could not start with the sidecar's configuration (" + file() + "): ")
			.contains("mapping values are not allowed here")
			.endsWith(". Correct it there.")
			.doesNotContain("\n");
	}

	@Test
	void whenARouteIsIncompleteThenTheStartFailsWithItsProperty() {
		assertThatStartFailsWith("spring.cloud.gateway.server.webflux.routes: [{id: shop}]")
			.contains("): spring.cloud.gateway.server.webflux.routes[0].")
			.contains(" must not be ")
			.doesNotContain("codes [");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '~', value = {
			"uri: 'dapr://a.b.c'!uri: dapr://a.b.c (expected: dapr://<app id> or ",
			"uri: 'dapr://cart/api'!uri: dapr://cart/api (expected: dapr://<app id> or ",
			"uri: 'lb://cart'!uri: lb://cart (expected: dapr://cart, ",
			"uri: 'dapr://cart', filters: [StripPrefx=1]!filter: StripPrefx (expected: one of AddRequestHeader, ",
			"uri: 'dapr://cart', filters: [CircuitBreaker]!filter: CircuitBreaker (expected: one of AddRequestHeader, ",
			"uri: 'dapr://cart', filters: [SetStatus=often]!HttpStatus.OFTEN",
			"uri: 'dapr://cart', filters: [StripPrefix=x]!x",
			"uri: 'dapr://cart', filters: [RequestRateLimiter]!RequestRateLimiter without arguments (expected: in-memory-rate-limiter.replenishRate, the requests per second)",
			"uri: 'dapr://cart', filters: [{name: RequestRateLimiter, args: {redis-rate-limiter.replenishRate: 10}}]!redis-rate-limiter.replenishRate: 10 (expected: in-memory-rate-limiter.replenishRate, ",
			"uri: 'dapr://cart', filters: [{name: RequestRateLimiter, args: {in-memory-rate-limiter.replenishRate: 0}}]!in-memory-rate-limiter.replenishRate: 0 (expected: 1 to 1000000000)",
			"uri: cart!" })
	void whenARouteCannotBeUsedThenTheStartFailsWithFileRouteAndValue(String members, @Nullable String problem) {
		assertThatStartFailsWith("spring.cloud.gateway.server.webflux:\n  routes:\n"
				+ "  - {id: first, uri: 'dapr://cart', predicates: [Path=/a]}\n"
				+ "  - {id: shop, predicates: [Path=/b], " + members + "}\n")
			.startsWith("Route shop (" + file() + ", line 4) cannot be used: ")
			.contains((problem != null) ? problem : "")
			.endsWith(". Correct it there.")
			.doesNotContain("\n");
	}

	@Test
	void whenAPredicateIsUnknownThenTheStartFailsWithIt() {
		assertThatStartFailsWith(
				"spring.cloud.gateway.server.webflux.routes: [{uri: 'dapr://cart', predicates: [Pfad=/b]}]")
			.startsWith("Route routes[0] (" + file()
					+ ", line 1) cannot be used: predicate: Pfad (expected: one of After, Before, Between, ")
			.endsWith(". Correct it there.");
	}

	@Test
	void whenTwoRoutesHaveOneIdThenTheStartFailsWithIt() {
		String route = "{id: shop, uri: 'dapr://cart', predicates: [Path=/b]}";
		assertThatStartFailsWith(
				"spring.cloud.gateway.server.webflux:\n  routes:\n  - " + route + "\n  - " + route + "\n")
			.isEqualTo("Route shop (" + file() + ", line 4) cannot be used: id: shop (expected: an id of its own). "
					+ "Correct it there.");
	}

	@Test
	void whenADefaultFilterIsUnknownThenTheStartFailsWithIt() {
		assertThatStartFailsWith("spring.cloud.gateway.server.webflux.default-filters: [Nonsense=1]")
			.startsWith("The default-filters (" + file()
					+ ", line 1) cannot be used: filter: Nonsense (expected: one of AddRequestHeader, ")
			.endsWith(". Correct it there.");
	}

	@Test
	void whenAValueCannotBeReadThenTheStartFailsWithFileAndValue() {
		assertThatStartFailsWith(
				"spring.cloud.gateway.server.webflux.routes: [{id: shop, uri: 'dapr://cart', predicates: [Path=/b], order: first}]")
			.startsWith("The property spring.cloud.gateway.server.webflux.routes[0].order (" + file()
					+ ", line 1) cannot be used: first (")
			.endsWith("). Correct it there.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "routes", "default-filters", "globalcors" })
	void whenAPropertyHasItsOldNameThenTheStartFailsWithTheNewOne(String name) {
		assertThatStartFailsWith("spring.cloud.gateway." + name + ": [{id: shop, uri: 'dapr://cart'}]")
			.isEqualTo("The property spring.cloud.gateway." + name
					+ " is that of an earlier Gateway, and is not read. Call it spring.cloud.gateway.server.webflux."
					+ name + ".");
	}

	@Test
	void whenARateIsLimitedThenYamlAloneIsEnough() throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder, """
				spring.cloud.gateway.server.webflux:
				  routes:
				  - id: limited
				    uri: dapr://cart
				    predicates: [Path=/text/**]
				    filters:
				    - name: RequestRateLimiter
				      args: {in-memory-rate-limiter.replenishRate: 1, in-memory-rate-limiter.burstCapacity: 120,
				        in-memory-rate-limiter.requestedTokens: 60}
				  - id: shared
				    uri: dapr://cart
				    predicates: [Path=/odd]
				    filters:
				    - name: RequestRateLimiter
				      args: {key-resolver: '#{@everybody}', in-memory-rate-limiter.replenishRate: 1,
				        in-memory-rate-limiter.burstCapacity: 60, in-memory-rate-limiter.requestedTokens: 60}
				""")) {
			WireAnswer first = get(edge, "/text/a");
			assertThat(first.status()).isEqualTo(200);
			assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("60");
			assertThat(first.header("X-RateLimit-Replenish-Rate")).isEqualTo("1");
			assertThat(first.header("X-RateLimit-Burst-Capacity")).isEqualTo("120");
			assertThat(first.header("X-RateLimit-Requested-Tokens")).isEqualTo("60");
			assertThat(get(edge, "/text/b").status()).isEqualTo(200);
			edge.peers().calls.clear();
			WireAnswer refused = get(edge, "/text/c");
			assertThat(refused.status()).isEqualTo(429);
			assertThat(refused.body()).isEmpty();
			assertThat(edge.peers().calls).isEmpty();
			assertThat(get(edge, "/odd").status()).isEqualTo(200);
			assertThat(get(edge, "/odd").status()).isEqualTo(429);
			assertThat(get(edge, "/v1.0/invoke/cart/method/text").status()).isEqualTo(200);
		}
	}

	@Test
	void whenATokenIsDemandedThenRoutesDemandItToo() throws Exception {
		ApiFront front = new ApiFront(List.of(), new ApiToken("s3cret"), ApiLogging.OFF);
		try (RunningEdge edge = RunningEdge.with(this.folder,
				"spring.cloud.gateway.server.webflux.routes: [{id: text, uri: 'dapr://cart', predicates: [Path=/text]}]",
				front, ApiAccess.ALL)) {
			assertThat(get(edge, "/text").status()).isEqualTo(401);
			assertThat(edge.peers().calls).isEmpty();
			assertThat(
					WireClient.exchange(edge.port(), "GET /text HTTP/1.1\r\nHost: h\r\ndapr-api-token: s3cret\r\n\r\n")
						.status())
				.isEqualTo(200);
			assertThat(edge.peers().lastHeaders.contains("dapr-api-token")).isFalse();
		}
	}

	@Test
	void whenBodiesAreCachedThenRoutesCanSendThemAgain() throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder, """
				spring.cloud.gateway.server.webflux:
				  global-filter: {adapt-cached-body: {enabled: true}, remove-cached-body: {enabled: true}}
				  routes:
				  - id: again
				    uri: dapr://cart
				    predicates: [Path=/again]
				    filters: [SetPath=/status/503, {name: Retry, args: {retries: 1, methods: POST}}]
				""")) {
			WireAnswer answer = WireClient.exchange(edge.port(),
					"POST /again HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(answer.status()).isEqualTo(503);
			assertThat(edge.peers().calls.take()).isEqualTo("POST status/503 hello");
			assertThat(edge.peers().calls.take()).isEqualTo("POST status/503 hello");
			assertThat(edge.peers().calls).isEmpty();
		}
	}

	@Test
	void whenFiltersOfEveryRouteChangeTheQueryThenCallsHaveIt() throws Exception {
		try (RunningEdge edge = RunningEdge.with(this.folder,
				"spring.cloud.gateway.server.webflux.default-filters: ['AddRequestParameter=lang, en', 'AddRequestHeader=X-One, 1']")) {
			get(edge, "/v1.0/invoke/cart/method/text?x=|1");
			assertThat(edge.peers().calls.take()).isEqualTo("GET text?x=%7C1&lang=en ");
			assertThat(edge.peers().lastHeaders.all("X-One")).containsExactly("1");
		}
	}

	@Test
	void whenTheFileIsMissingThenTheStartFailsWithItsName() {
		Path missing = this.folder.resolve("missing.yaml");
		assertThatExceptionOfType(StartupException.class)
			.isThrownBy(() -> RunningEdge.reading(Ports.free(), missing).close())
			.withMessageContaining(missing.toString());
	}

	@Test
	void whenThePortIsTakenThenTheStartFailsWithIt() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(StartupException.class)
				.isThrownBy(() -> RunningEdge.on(taken.getLocalPort(), this.folder, "").close())
				.withMessageStartingWith("could not listen on any endpoint: the HTTP API tried [")
				.withMessageContaining(":" + taken.getLocalPort() + "]")
				.withMessageContaining("Address already in use")
				.withMessageEndingWith(". Free the port, or choose another with --dapr-http-port.");
		}
	}

	@Test
	void whenSystemPropertiesLookLikeSpringsThenTheyHaveNoInfluence() {
		System.setProperty("dapr.invoke.edge.lane", "fast");
		try {
			SidecarEnvironment environment = new SidecarEnvironment(new SidecarSettings.Folder(null, null));
			assertThat(environment.getProperty("dapr.invoke.edge.lane")).isNull();
			assertThat(environment.getProperty("PATH")).isNull();
			assertThat(environment.getProperty("java.version")).isNull();
		}
		finally {
			System.clearProperty("dapr.invoke.edge.lane");
		}
	}

	@Test
	void whenHomeAndFileAreGivenThenTheFileComesLater() throws Exception {
		Path home = Files.createDirectories(this.folder.resolve("home with blank"));
		Files.writeString(Files.createDirectories(home.resolve("conf")).resolve("application.yaml"), "");
		SidecarEnvironment environment = new SidecarEnvironment(
				new SidecarSettings.Folder(home, this.folder.resolve("own.yaml")));
		assertThat(environment.getProperty("spring.config.location"))
			.isEqualTo(home.resolve("conf/application.yaml").toUri() + "," + this.folder.resolve("own.yaml").toUri());
	}

	private Path file() {
		return this.folder.resolve("edge.yaml");
	}

	private AbstractStringAssert<?> assertThatStartFailsWith(String yaml) {
		return assertThat(
				catchThrowableOfType(StartupException.class, () -> RunningEdge.with(this.folder, yaml).close()))
			.isNotNull()
			.extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING);
	}

	private String route(String more) {
		return """
				spring:
				  cloud:
				    gateway:
				      server:
				        webflux:
				          routes:
				          - id: shop
				            uri: %s
				            predicates: ['Path=/shop/**']
				            filters: ['AddResponseHeader=X-Shop, open']
				%s""".formatted(this.backendUri, more.indent(2));
	}

	private static WireAnswer get(RunningEdge edge, String path) throws Exception {
		return WireClient.exchange(edge.port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
	}

}
