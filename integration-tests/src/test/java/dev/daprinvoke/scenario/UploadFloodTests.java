package dev.daprinvoke.scenario;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of uploads that stop half-way: those beyond the sidecars' memory fail, and
 * neither sidecar freezes or ends (contract, invocation.md 5.1: health is answered).
 */
@Timeout(240)
class UploadFloodTests {

	private static final int UPLOADS = 4_500;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "caller", "callee" })
	void whenThousandsOfUploadsStopHalfWayThenOthersAreServedDuringAndAfter(String called) throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		List<SocketChannel> uploads = new ArrayList<>(UPLOADS);
		try (Pair pair = Pair.start(this.folder)) {
			var flooded = called.equals("caller") ? pair.caller() : pair.callee();
			pair.app().on("/stall", (exchange) -> await(never));
			ByteBuffer upload = ByteBuffer.allocateDirect(66_000);
			upload.put(("POST /v1.0/invoke/callee/method/stall HTTP/1.1\r\nHost: x\r\nContent-Length: 65536\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			upload.position(65_000).flip();
			for (int i = 0; i < UPLOADS; i++) {
				uploads.add(begin(flooded.httpPort(), upload.duplicate()));
			}
			assertHealthy(pair);
			for (SocketChannel each : uploads) {
				each.close();
			}
			assertHealthy(pair);
			Waiting.until("calls go on", PATIENCE,
					() -> pair.caller().http().get("/v1.0/invoke/callee/method/ok").status() == 200);
		}
		finally {
			never.countDown();
			for (SocketChannel each : uploads) {
				each.close();
			}
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static SocketChannel begin(int port, ByteBuffer upload) throws IOException {
		SocketChannel connection = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
		connection.configureBlocking(false);
		connection.write(upload);
		return connection;
	}

	private static void assertHealthy(Pair pair) {
		for (var sidecar : List.of(pair.caller(), pair.callee())) {
			Waiting.until("health of " + sidecar, PATIENCE, () -> sidecar.http().statusOf("/v1.0/healthz") == 204);
			assertThat(sidecar.process().output().contains("OutOfMemoryError")).isFalse();
		}
	}

}
