package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many streams at once that nobody reads on, or that all have a body to be kept: others
 * go on, and both sidecars stay within the memory their launcher gives them (contract,
 * invocation.md 1.5 and 2.7; settled: replay at most 16 MiB for a process).
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class StalledStreamsTests {

	private static final int STALLED = 200;

	private static final int PIECE = 64 * 1024;

	private static final int BODY = 4 * 1024 * 1024;

	private static final Pattern REPLAYS = Pattern.compile("(?m)^dapr_invoke_replay_bytes (\\S+)$");

	@TempDir
	private static Path folder;

	private static Pair pair;

	private static final ExecutorService CLIENTS = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "client");
		thread.setDaemon(true);
		return thread;
	});

	@BeforeAll
	static void start() throws Exception {
		pair = Pair.start(folder);
	}

	@AfterAll
	static void stop() {
		CLIENTS.shutdownNow();
		pair.close();
	}

	@Test
	void whenAnAppReadsNoneOfManyUploadsThenOtherCallsGoOnAndTheUploadsEndWhenItDoes() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		AtomicInteger arrived = new AtomicInteger();
		pair.app().on("/stall", (exchange) -> {
			arrived.incrementAndGet();
			await(goOn);
			exchange.respond(200, Long.toString(drain(exchange.body())));
		});
		List<CompletableFuture<String>> uploads = new ArrayList<>();
		for (int i = 0; i < STALLED; i++) {
			uploads.add(CompletableFuture.supplyAsync(StalledStreamsTests::upload, CLIENTS));
		}
		Waiting.until("all uploads reach the app", Duration.ofSeconds(60), () -> arrived.get() == STALLED);
		assertOthersGoOn();
		goOn.countDown();
		for (CompletableFuture<String> upload : uploads) {
			assertThat(upload.get(60, TimeUnit.SECONDS)).isEqualTo(Long.toString(BODY));
		}
	}

	private static String upload() {
		try (RawConnection connection = pair.caller().http().open()) {
			connection.send("POST /v1.0/invoke/callee/method/stall HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY
					+ "\r\n\r\n");
			byte[] piece = new byte[PIECE];
			for (int sent = 0; sent < BODY; sent += PIECE) {
				connection.send(piece);
			}
			return connection.receive().text();
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Test
	void whenClientsReadNoneOfManyDownloadsThenOtherCallsGoOnAndTheDownloadsAreWhole() throws Exception {
		AtomicLong written = new AtomicLong();
		pair.app().on("/large", (exchange) -> {
			byte[] piece = new byte[PIECE];
			try (OutputStream out = exchange.respondChunked(200, "Content-Type: application/octet-stream")) {
				for (int sent = 0; sent < BODY; sent += PIECE) {
					out.write(piece);
					written.addAndGet(PIECE);
				}
			}
		});
		List<RawConnection> stalled = new ArrayList<>();
		try {
			for (int i = 0; i < STALLED; i++) {
				RawConnection connection = pair.caller().http().open();
				stalled.add(connection);
				connection.send("GET /v1.0/invoke/callee/method/large HTTP/1.1\r\nHost: x\r\n\r\n");
			}
			awaitStandstill(written);
			assertOthersGoOn();
			for (RawConnection connection : stalled) {
				assertThat(drain(connection.body(connection.receiveHead()))).isEqualTo(BODY);
			}
		}
		finally {
			for (RawConnection connection : stalled) {
				connection.close();
			}
		}
	}

	@Test
	void whenManyBodiesAreToBeKeptAtOnceThenAllArriveAndTheRoomIsNeverExceeded() throws Exception {
		int length = 1024 * 1024;
		CountDownLatch goOn = new CountDownLatch(1);
		AtomicInteger arrived = new AtomicInteger();
		pair.app().on("/echo", (exchange) -> {
			arrived.incrementAndGet();
			await(goOn);
			byte[] body = exchange.body().readAllBytes();
			try (OutputStream out = exchange.respondChunked(200)) {
				out.write(body);
			}
		});
		List<CompletableFuture<RawResponse>> posts = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			byte fill = (byte) i;
			posts.add(CompletableFuture.supplyAsync(() -> post(length, fill), CLIENTS));
		}
		Waiting.until("all posts reach the app", Duration.ofSeconds(60), () -> arrived.get() == 64);
		assertThat(replayBytes()).isEqualTo(16L * 1024 * 1024);
		assertOthersGoOn();
		goOn.countDown();
		for (int i = 0; i < posts.size(); i++) {
			byte[] expected = new byte[length];
			Arrays.fill(expected, (byte) i);
			assertThat(posts.get(i).get(60, TimeUnit.SECONDS).body()).isEqualTo(expected);
		}
		Waiting.until("the room is given back", Duration.ofSeconds(10), () -> replayBytes() == 0);
	}

	private static RawResponse post(int length, byte fill) {
		byte[] body = new byte[length];
		Arrays.fill(body, fill);
		try (RawConnection connection = pair.caller().http().open()) {
			connection.send("POST /v1.0/invoke/callee/method/echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + length
					+ "\r\n\r\n");
			connection.send(body);
			return connection.receive();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long replayBytes() {
		Matcher gauge = REPLAYS.matcher(pair.caller().metrics());
		assertThat(gauge.find()).isTrue();
		return (long) Double.parseDouble(gauge.group(1));
	}

	// Small ones, larger ones in both directions, and several in a row.
	private static void assertOthersGoOn() throws Exception {
		pair.app().on("/other", (exchange) -> exchange.respond(200, "x".repeat(exchange.wholeBody().length)));
		for (int length : new int[] { 0, 1000, 300_000, 2_000_000 }) {
			CompletableFuture<RawResponse> other = CompletableFuture.supplyAsync(
					() -> pair.caller().http().send("POST", "/v1.0/invoke/callee/method/other", "y".repeat(length)),
					CLIENTS);
			assertThat(other.get(20, TimeUnit.SECONDS).body()).hasSize(length);
		}
		assertThat(pair.caller().http().statusOf("/v1.0/healthz")).isEqualTo(204);
	}

	private static void awaitStandstill(AtomicLong written) {
		long[] last = { -1, System.nanoTime() };
		Waiting.until("the app's standstill", Duration.ofSeconds(60), () -> {
			if (written.get() != last[0]) {
				last[0] = written.get();
				last[1] = System.nanoTime();
			}
			return last[0] > 0 && System.nanoTime() - last[1] > Duration.ofSeconds(2).toNanos();
		});
	}

	private static long drain(InputStream body) throws IOException {
		return body.transferTo(OutputStream.nullOutputStream());
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			if (!latch.await(120, TimeUnit.SECONDS)) {
				throw new IOException("the test did not go on");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

}
