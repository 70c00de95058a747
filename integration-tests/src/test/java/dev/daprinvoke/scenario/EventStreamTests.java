package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.AppExchange;
import dev.daprinvoke.harness.H2cClient;
import dev.daprinvoke.harness.HttpHead;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Server-sent events between apps (contract, invocation.md 1.9).
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventStreamTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String END = "(end)";

	private static final String TYPE = "Content-Type: text/event-stream";

	/** All socket buffers and windows between two ends that are on the same machine. */
	private static final long IN_TRANSIT = 128L << 20;

	@TempDir
	private static Path folder;

	private static Pair pair;

	/** What the app is to say next. */
	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	@BeforeAll
	static void start() {
		pair = Pair.start(folder);
	}

	@AfterAll
	static void stop() {
		pair.close();
	}

	@BeforeEach
	void listen() {
		for (TestApp app : new TestApp[] { pair.app(), pair.callerApp() }) {
			app.on("/events", this::sayEvents);
			app.on("/missing", (exchange) -> exchange.respond(404, "nothing here", "Content-Type: text/plain"));
		}
	}

	private void sayEvents(AppExchange exchange) throws IOException {
		try (OutputStream out = exchange.respondChunked(201, TYPE, "X-App: yes")) {
			for (String event = next(); !event.equals(END); event = next()) {
				out.write(event.getBytes(StandardCharsets.UTF_8));
			}
		}
	}

	private String next() {
		try {
			String event = this.events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
			return (event != null) ? event : END;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return END;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "callee", "caller" })
	void whenTheClientSpeaksHttp2ThenHeadAndEventsArriveAtOnceToo(String target) throws Exception {
		H2cClient client = H2cClient.to(pair.caller().httpPort());
		HttpResponse<InputStream> response = client.send(client.request("/v1.0/invoke/" + target + "/method/events")
			.header("Accept", "text/event-stream")
			.timeout(LIMIT));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
		assertThat(response.headers().map()).doesNotContainKeys("connection", "transfer-encoding", "content-length");
		try (InputStream body = response.body()) {
			for (String event : new String[] { "data: 1\n\n", "data: 2\n\n", "data: 3\n\n" }) {
				this.events.add(event);
				assertThat(body.readNBytes(event.length())).asString().isEqualTo(event);
			}
			this.events.add(END);
			assertThat(body.read()).isEqualTo(-1);
		}
	}

	// The app speaks only after the client has heard: what would be held back anywhere
	// stops it all.
	@ParameterizedTest
	@ValueSource(strings = { "callee", "caller" })
	void whenTheNextEventWaitsForTheLastThenHeadAndEventsArriveAtOnce(String target) throws Exception {
		try (RawConnection connection = pair.caller().http().open()) {
			ask(connection, target, "events", "Accept: text/event-stream");
			HttpHead head = connection.receiveHead();
			assertThat(head.firstLine()).isEqualTo("HTTP/1.1 200 OK");
			assertThat(head.first("X-App")).isEqualTo("yes");
			assertThat(head.first("Content-Type")).isEqualTo("text/event-stream");
			assertThat(head.first("Content-Length")).isNull();
			assertThat(head.first("Transfer-Encoding")).isEqualTo("chunked");
			if (target.equals("callee")) {
				assertThat(head.first("Cache-Control")).isEqualTo("no-cache");
				assertThat(head.first("Connection")).isEqualTo("keep-alive");
			}
			InputStream body = connection.body(head);
			for (int i = 0; i < 200; i++) {
				String event = "id: " + i + "\ndata: {\"n\":" + i + "}\n\n";
				this.events.add(event);
				assertThat(new String(body.readNBytes(event.length()), StandardCharsets.UTF_8)).isEqualTo(event);
			}
			this.events.add(END);
			assertThat(body.read()).isEqualTo(-1);
			connection.send("GET /v1.0/invoke/callee/method/next HTTP/1.1\r\nHost: x\r\n\r\n");
			assertThat(connection.receive().status()).isEqualTo(200);
		}
	}

	@Test
	void whenAnotherAppRefusesThenThatIsNoStream() {
		RawResponse response = pair.caller()
			.http()
			.get("/v1.0/invoke/callee/method/missing", "Accept: text/event-stream");
		assertThat(response.status()).isEqualTo(500);
		assertThat(response.text()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: callee, err: rpc error: code = Internal desc = "
				+ "error invoking app channel: no response received from stream\"}");
	}

	@Test
	void whenTheOwnAppRefusesThenItsAnswerIsAnOrdinaryError() {
		RawResponse response = pair.caller()
			.http()
			.get("/v1.0/invoke/caller/method/missing", "Accept: text/event-stream");
		assertThat(response.status()).isEqualTo(404);
		assertThat(response.header("Content-Length")).isEqualTo("12");
		assertThat(response.text()).isEqualTo("nothing here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "callee", "caller" })
	void whenTheListenerLeavesThenTheAppIsTold(String target) throws Exception {
		CompletableFuture<IOException> broken = new CompletableFuture<>();
		TestApp app = target.equals("callee") ? pair.app() : pair.callerApp();
		app.on("/endless", (exchange) -> sayForever(exchange, new AtomicLong(), broken));
		try (RawConnection connection = pair.caller().http().open()) {
			ask(connection, target, "endless", "Accept: text/event-stream");
			assertThat(connection.body(connection.receiveHead()).readNBytes(1 << 16)).hasSize(1 << 16);
		}
		assertThat(broken.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isNotNull();
	}

	@Test
	void whenTheListenerIsSlowThenTheAppIsHeldBack() throws Exception {
		CompletableFuture<IOException> broken = new CompletableFuture<>();
		AtomicLong said = new AtomicLong();
		pair.app().on("/endless", (exchange) -> sayForever(exchange, said, broken));
		try (RawConnection connection = pair.caller().http().open()) {
			ask(connection, "callee", "endless", "Accept: text/event-stream");
			InputStream body = connection.body(connection.receiveHead());
			awaitStandstill(said);
			long held = said.get();
			assertThat(held).isLessThan(IN_TRANSIT);
			assertThat(body.readNBytes((int) held)).hasSize((int) held);
			Waiting.until("the app goes on", LIMIT, () -> said.get() > held);
		}
		assertThat(broken.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isNotNull();
	}

	private static void sayForever(AppExchange exchange, AtomicLong said, CompletableFuture<IOException> broken)
			throws IOException {
		byte[] event = ("data: " + "x".repeat(4000) + "\n\n").getBytes(StandardCharsets.US_ASCII);
		try {
			OutputStream out = exchange.respondChunked(200, TYPE);
			while (true) {
				out.write(event);
				said.addAndGet(event.length);
			}
		}
		catch (IOException ex) {
			broken.complete(ex);
			throw ex;
		}
	}

	private static void awaitStandstill(AtomicLong said) {
		long[] last = { -1, System.nanoTime() };
		Waiting.until("the app's standstill", Duration.ofSeconds(30), () -> {
			if (said.get() != last[0]) {
				last[0] = said.get();
				last[1] = System.nanoTime();
			}
			return System.nanoTime() - last[1] > Duration.ofSeconds(1).toNanos();
		});
	}

	private static void ask(RawConnection connection, String target, String method, String header) throws IOException {
		connection.send(
				"GET /v1.0/invoke/" + target + "/method/" + method + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n");
	}

}
