package dev.daprinvoke.sidecar.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes that lead to {@code http://} some server.
 */
@Timeout(60)
class WebRouteTests {

	private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final Sinks.Empty<String> BREAK_OFF = Sinks.empty();

	private static @Nullable DisposableServer server;

	private static @Nullable RunningEdge edge;

	@BeforeAll
	static void start(@TempDir Path folder) {
		Mono<? extends DisposableServer> binding = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.route(WebRouteTests::serve)
			.bind();
		server = Objects.requireNonNull(binding.block(Duration.ofSeconds(20)));
		edge = RunningEdge.with(folder, """
				spring.cloud.gateway.server.webflux:
				  routes:
				  - {id: web, uri: 'http://127.0.0.1:%d', predicates: ['Path=/headers,/broken']}
				  - {id: changed, uri: 'http://127.0.0.1:%d', predicates: ['Path=/api/**'],
				    filters: ['StripPrefix=1', 'RemoveRequestHeader=Cookie']}
				  - {id: dead, uri: 'http://127.0.0.1:1', predicates: ['Path=/dead']}
				""".formatted(server.port(), server.port()));
	}

	private static void serve(HttpServerRoutes routes) {
		routes
			.get("/headers",
					(request,
							response) -> response.sendString(Mono.just(String.join("|", header(request, "traceparent"),
									header(request, "tracestate"), header(request, "baggage")))))
			.get("/broken",
					(request, response) -> response.sse()
						.sendString(Flux.just("begun")
							.concatWith(BREAK_OFF.asMono().then(Mono.error(new IllegalStateException("broken off"))))));
	}

	private static String header(HttpServerRequest request, String name) {
		return String.join("+", request.requestHeaders().getAll(name));
	}

	@AfterAll
	static void stop() {
		Objects.requireNonNull(edge).close();
		Objects.requireNonNull(server).disposeNow();
	}

	@Test
	void whenARequestHasNoTraceThenTheServerIsToldTheOneThatTheAnswerNames() throws Exception {
		for (String path : new String[] { "/headers", "/api/headers" }) {
			WireAnswer answer = exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(answer.all("Traceparent")).hasSize(1);
			assertThat(answer.body()).isEqualTo(answer.header("Traceparent") + "||");
		}
	}

	@Test
	void whenARequestBelongsToATraceThenTheServerIsToldThat() throws Exception {
		WireAnswer answer = exchange("GET /api/headers HTTP/1.1\r\nHost: h\r\ntraceparent: " + TRACE
				+ "\r\ntracestate: a=b\r\nbaggage: c=d\r\n\r\n");
		assertThat(answer.body()).isEqualTo(TRACE + "|a=b|c=d");
	}

	@Test
	void whenTheServersAnswerBreaksOffThenTheClientCanTellAndTheLogHasNoError() throws Exception {
		try (WireClient client = new WireClient(port()); LoggedErrors errors = new LoggedErrors()) {
			client.send("GET /broken HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receiveHead().status()).isEqualTo(200);
			assertThat(client.receiveChunk()).isEqualTo("begun");
			BREAK_OFF.tryEmitEmpty();
			assertThat(client.rest()).isEmpty();
			assertThat(errors.lines()).allMatch((line) -> line.contains("HttpServerOperations"),
					"of the server itself");
		}
	}

	@Test
	void whenTheServerIsDownThenTheAnswerSaysSoAndTheLogHasNoError() throws Exception {
		try (LoggedErrors errors = new LoggedErrors()) {
			assertThat(exchange("GET /dead HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(500);
			assertThat(errors.lines()).allMatch((line) -> line.contains("AbstractErrorWebExceptionHandler"),
					"what the sidecar's log leaves out");
		}
	}

	private static int port() {
		return Objects.requireNonNull(edge).port();
	}

	private static WireAnswer exchange(String request) throws Exception {
		return WireClient.exchange(port(), request);
	}

}
