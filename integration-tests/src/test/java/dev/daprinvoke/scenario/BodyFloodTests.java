package dev.daprinvoke.scenario;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of uploads that stop half-way, and of downloads that nobody reads: those
 * beyond the sidecars' memory fail, and neither sidecar freezes or ends (contract,
 * invocation.md 5.1: health is answered).
 */
@Timeout(240)
class BodyFloodTests {

	private static final int UPLOADS = 4_500;

	private static final int DOWNLOADS = 2_500;

	private static final byte[] LARGE = ascii(
			"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + "x".repeat(3_000_000));

	private static final byte[] TINY = ascii(
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(1 << 20));

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<SocketChannel> flood = new ArrayList<>(UPLOADS);

	@TempDir
	private Path folder;

	@AfterEach
	void ebb() throws IOException {
		for (SocketChannel each : this.flood) {
			each.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "caller", "callee" })
	void whenThousandsOfUploadsStopHalfWayThenOthersAreServedDuringAndAfter(String called) throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		try (Pair pair = Pair.start(this.folder)) {
			pair.app().on("/stall", (exchange) -> await(never));
			ByteBuffer upload = ByteBuffer.allocateDirect(66_000);
			upload.put(("POST /v1.0/invoke/callee/method/stall HTTP/1.1\r\nHost: x\r\nContent-Length: 65536\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			upload.position(65_000).flip();
			for (int i = 0; i < UPLOADS; i++) {
				begin(called.equals("caller") ? pair.caller() : pair.callee(), upload.duplicate());
			}
			assertHealthy(pair);
			ebb();
			assertHealthy(pair);
			awaitCalls(pair);
		}
		finally {
			never.countDown();
		}
	}

	@ParameterizedTest
	@CsvSource({ "caller", "callee" })
	void whenThousandsOfDownloadsAreNotReadThenOthersAreServedDuringAndAfter(String called) throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			pair.app().on("/large", (exchange) -> exchange.respondRaw(LARGE));
			ByteBuffer download = ByteBuffer.wrap("GET /v1.0/invoke/callee/method/large HTTP/1.1\r\nHost: x\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < DOWNLOADS; i++) {
				begin(called.equals("caller") ? pair.caller() : pair.callee(), download.duplicate());
			}
			assertHealthy(pair);
			awaitCalls(pair);
			// Whether memory runs short, and one is refused, depends on how fast others
			// that
			// nobody reads are broken off (decision 0015): what counts is that it stays
			// bounded.
			for (var sidecar : List.of(pair.caller(), pair.callee())) {
				assertThat(sidecar.process().memory().residentBytes()).isLessThan(450_000_000);
			}
			ebb();
			assertHealthy(pair);
			awaitCalls(pair);
		}
	}

	/** Each chunk has objects of its own, however small it is. */
	@Test
	void whenBodiesComeInTinyChunksThenNeitherSidecarEnds() throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			pair.app().on("/tiny", (exchange) -> {
				exchange.respondRaw(TINY);
			});
			ByteBuffer download = ByteBuffer
				.wrap(ascii("GET /v1.0/invoke/callee/method/tiny HTTP/1.1\r\nHost: x\r\n\r\n"));
			for (int i = 0; i < 400; i++) {
				begin(pair.caller(), download.duplicate());
			}
			ByteBuffer upload = ByteBuffer.wrap(ascii("POST /v1.0/invoke/callee/method/ok HTTP/1.1\r\nHost: x\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(15_000)));
			for (int i = 0; i < 600; i++) {
				begin(pair.caller(), upload.duplicate());
			}
			assertHealthy(pair);
			awaitCalls(pair);
			ebb();
			assertHealthy(pair);
			awaitCalls(pair);
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void begin(Sidecar sidecar, ByteBuffer request) throws IOException {
		SocketChannel connection = SocketChannel.open();
		this.flood.add(connection);
		connection.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
		connection.connect(new InetSocketAddress("127.0.0.1", sidecar.httpPort()));
		connection.configureBlocking(false);
		connection.write(request);
	}

	private static void awaitCalls(Pair pair) {
		Waiting.until("calls go on", PATIENCE,
				() -> pair.caller().http().get("/v1.0/invoke/callee/method/ok").status() == 200);
	}

	private static void assertHealthy(Pair pair) {
		for (var sidecar : List.of(pair.caller(), pair.callee())) {
			Waiting.until("health of " + sidecar, PATIENCE, () -> sidecar.http().statusOf("/v1.0/healthz") == 204);
			assertThat(sidecar.process().output().contains("OutOfMemoryError")).isFalse();
		}
	}

}
