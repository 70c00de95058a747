package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.Prerequisite;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a burst of large bodies took is given back within a minute of quiet.
 */
@Timeout(240)
class GivingBackTests {

	private static final int BODIES = 200;

	private static final int SIZE = 1 << 20;

	private static final long MEGABYTE = 1_000_000;

	/** What code that was compiled meanwhile, and the like, may have grown by. */
	private static final long MORE = 25 * MEGABYTE;

	private static final Duration QUIET = Duration.ofMinutes(1);

	@TempDir
	private Path folder;

	@Test
	void whenABurstOfLargeBodiesIsOverThenItsMemoryGoesBack() throws Exception {
		Prerequisite.sidecarOnJava(25, "giving back what is not heap");
		try (Pair pair = Pair.start(this.folder)) {
			pair.app().withoutNotes().on("/echo", (exchange) -> {
				OutputStream answer = exchange.respondChunked(200, "Content-Type: text/plain");
				exchange.body().transferTo(answer);
				answer.close();
			});
			// Not from the very start: the first calls load and compile code.
			burst(pair, 20);
			burst(pair, 20);
			long caller = resident(pair.caller());
			long callee = resident(pair.callee());
			burst(pair, BODIES);
			Waiting.until("the caller's memory", QUIET, () -> resident(pair.caller()) <= caller + MORE,
					() -> resident(pair.caller()) + " bytes, before the burst " + caller);
			Waiting.until("the callee's memory", QUIET, () -> resident(pair.callee()) <= callee + MORE,
					() -> resident(pair.callee()) + " bytes, before the burst " + callee);
		}
	}

	private static void burst(Pair pair, int bodies) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(bodies);
		try {
			List<Callable<Long>> calls = new ArrayList<>();
			for (int i = 0; i < bodies; i++) {
				calls.add(() -> call(pair.caller()));
			}
			for (Future<Long> answer : clients.invokeAll(calls)) {
				assertThat(answer.get()).isEqualTo(SIZE);
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static long call(Sidecar sidecar) throws IOException {
		try (RawConnection connection = sidecar.http().open()) {
			connection.send(
					"POST /v1.0/invoke/callee/method/echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + SIZE + "\r\n\r\n");
			Thread upload = new Thread(() -> send(connection));
			upload.start();
			return connection.body(connection.receiveHead()).transferTo(OutputStream.nullOutputStream());
		}
	}

	private static void send(RawConnection connection) {
		try {
			connection.send(new byte[SIZE]);
		}
		catch (IOException ex) {
			// The answer's reader meets it as well, and fails the test.
			Thread.currentThread().interrupt();
		}
	}

	private static long resident(Sidecar sidecar) {
		return sidecar.process().memory().residentBytes();
	}

}
