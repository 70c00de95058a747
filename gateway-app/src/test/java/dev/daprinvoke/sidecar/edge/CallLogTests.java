package dev.daprinvoke.sidecar.edge;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.resource.ApiLogging;
import dev.daprinvoke.invoke.ApiTrace;
import dev.daprinvoke.sidecar.api.http.PlainAnswer;

import static org.assertj.core.api.Assertions.assertThat;

/** Contract platform.md 5.3, API logging over HTTP. */
@Timeout(60)
class CallLogTests {

	private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dapr.runtime.http-info");

	private final LoopResources loops = LoopResources.create("call-log-test", 1, 1, true);

	private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			CallLogTests.this.lines.add(event);
		}

	};

	@BeforeEach
	void listen() {
		this.appender.start();
		LOGGER.addAppender(this.appender);
		LOGGER.setLevel(Level.INFO);
	}

	@AfterEach
	void close() {
		LOGGER.detachAppender(this.appender);
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
	}

	@Test
	void whenARequestIsAnsweredThenTheLineTellsWhatWasAskedAndAnswered() throws Exception {
		ILoggingEvent line = answer(new ApiLogging(true, false, false),
				"GET /v1.0/invoke/cart/method/a%20b?secret=1 HTTP/1.1\r\nHost: h\r\nUser-Agent: curl/8\r\n\r\n");
		assertThat(line.getFormattedMessage()).isEqualTo("HTTP API Called");
		assertThat(line.getLevel()).isEqualTo(Level.INFO);
		Map<String, Object> fields = fields(line);
		assertThat((Long) Objects.requireNonNull(fields.remove("duration"))).isBetween(0L, 60_000L);
		assertThat(fields).isEqualTo(Map.of("type", "request", "method", "GET /v1.0/invoke/cart/method/a b",
				"useragent", "curl/8", "code", 404, "size", 19L));
	}

	@Test
	void whenTheClientHasNoNameThenNoneIsLogged() throws Exception {
		assertThat(fields(answer(new ApiLogging(true, false, false), "GET /x HTTP/1.1\r\nHost: h\r\n\r\n")))
			.doesNotContainKey("useragent");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			GET /v1.0/invoke/cart/method/secret | X: y              | InvokeService/cart
			POST /secret                        | dapr-app-id: cart | InvokeService/cart
			GET /v1.0/metadata                  | dapr-app-id: cart | GetMetadata
			PUT /v1.0/metadata/secret           | X: y              | SetMetadata
			GET /v1.0/healthz                   | X: y              | Healthz
			GET /secret                         | X: y              | InvokeService/
			""")
	void whenPathsAreToBeHiddenThenTheNameOfTheApiIsLogged(String request, String header, String method)
			throws Exception {
		assertThat(fields(answer(new ApiLogging(true, true, false),
				request + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n" + header + "\r\n\r\n")))
			.containsEntry("method", method);
	}

	@Test
	void whenHealthChecksAreLeftOutThenOtherRequestsAreNot() throws Exception {
		DisposableServer server = serve(new ApiLogging(true, false, true));
		try {
			WireClient.exchange(server.port(), "GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
			WireClient.exchange(server.port(), "GET /v1.0/healthz/outbound HTTP/1.1\r\nHost: h\r\n\r\n");
			WireClient.exchange(server.port(), "GET /v1.0/metadata HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(fields(nextLine())).containsEntry("method", "GET /v1.0/metadata");
			assertThat(this.lines).isEmpty();
		}
		finally {
			server.disposeNow();
		}
	}

	private ILoggingEvent answer(ApiLogging logging, String request) throws Exception {
		DisposableServer server = serve(logging);
		try {
			WireClient.exchange(server.port(), request);
			return nextLine();
		}
		finally {
			server.disposeNow();
		}
	}

	private ILoggingEvent nextLine() throws InterruptedException {
		return Objects.requireNonNull(this.lines.poll(20, TimeUnit.SECONDS));
	}

	private DisposableServer serve(ApiLogging logging) {
		EdgeStep routes = (target, request, response, reply) -> reply.write(PlainAnswer.notFound(), request, response);
		EdgeStep logged = new CallLog(logging, routes);
		Mono<? extends DisposableServer> binding = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.runOn(this.loops)
			.handle((request, response) -> logged.handle(Objects.requireNonNull(RequestTarget.parse(request.uri())),
					request, response, new Reply(ApiTrace.NONE)))
			.bind();
		return Objects.requireNonNull(binding.block(Duration.ofSeconds(20)));
	}

	private static Map<String, Object> fields(ILoggingEvent line) {
		Map<String, Object> fields = new TreeMap<>();
		line.getKeyValuePairs().forEach((pair) -> fields.put(pair.key, pair.value));
		return fields;
	}

}
