package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.H2cClient;
import dev.daprinvoke.harness.HttpHead;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A body of 256 MiB sent and answered at the same time: it flows as fast as the slowest
 * takes it, and no sidecar keeps it (settled: full duplex; contract, invocation.md 1.5).
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class BigBodyTests {

	private static final int PIECE = 64 * 1024;

	private static final int MEBIBYTE = 1024 * 1024;

	private static final long LENGTH = 256L * MEBIBYTE;

	/** What a sidecar may need beyond what it needed for a small echo. */
	private static final long GROWTH = 96L * MEBIBYTE;

	/** All socket buffers and windows between two ends that are on the same machine. */
	private static final long IN_TRANSIT = 128L * MEBIBYTE;

	@TempDir
	private static Path folder;

	private static Pair pair;

	private final ExecutorService writer = Executors.newSingleThreadExecutor();

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	@BeforeAll
	static void start() throws Exception {
		pair = Pair.start(folder, "--max-body-size=2Gi");
		pair.app().on("/echo", (exchange) -> {
			try (var out = exchange.respondChunked(200, "Content-Type: application/octet-stream")) {
				exchange.body().transferTo(out);
			}
		});
	}

	@AfterAll
	static void stop() {
		pair.close();
	}

	@Test
	void whenTheReaderStopsThenTheWriterIsHeldBackAndMemoryStaysFlat() throws Exception {
		List<Long> before = residentAfterSmallEcho();
		try (RawConnection connection = begin(LENGTH)) {
			Future<?> writing = this.writer.submit(() -> write(connection, LENGTH, LENGTH));
			InputStream body = body(connection);
			read(body, 8L * MEBIBYTE);
			awaitStandstill();
			assertThat(this.sent.get() - this.received.get()).isLessThan(IN_TRANSIT);
			assertFlat(before);
			read(body, LENGTH);
			assertThat(body.read()).isEqualTo(-1);
			writing.get(10, TimeUnit.SECONDS);
			assertFlat(before);
		}
		finally {
			this.writer.shutdownNow();
		}
	}

	@Test
	void whenTheWriterWaitsForEachAnswerThenPiecesComeBackOneByOne() throws Exception {
		List<Long> before = residentAfterSmallEcho();
		try (RawConnection connection = begin(LENGTH)) {
			Future<?> writing = this.writer.submit(() -> write(connection, LENGTH, PIECE));
			InputStream body = body(connection);
			read(body, LENGTH);
			assertThat(body.read()).isEqualTo(-1);
			writing.get(10, TimeUnit.SECONDS);
			assertFlat(before);
		}
		finally {
			this.writer.shutdownNow();
		}
	}

	// Java's client reads no answer before it has sent its request: one way, then the
	// other.
	@Test
	void whenTheClientSpeaksHttp2ThenLargeBodiesPassEitherWayAndMemoryStaysFlat() throws Exception {
		pair.app().on("/count", (exchange) -> {
			long count = exchange.body().transferTo(OutputStream.nullOutputStream());
			exchange.respond(200, Long.toString(count), "Content-Type: text/plain");
		});
		pair.app().on("/pieces", (exchange) -> {
			try (var out = exchange.respondChunked(200, "Content-Type: application/octet-stream")) {
				new Pieces(LENGTH).transferTo(out);
			}
		});
		List<Long> before = residentAfterSmallEcho();
		H2cClient client = H2cClient.to(pair.caller().httpPort());
		try (InputStream count = client
			.send(client.request("/v1.0/invoke/callee/method/count")
				.POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Pieces(LENGTH))))
			.body()) {
			assertThat(count.readAllBytes()).asString().isEqualTo(Long.toString(LENGTH));
		}
		try (InputStream body = client.send(client.request("/v1.0/invoke/callee/method/pieces")).body()) {
			read(body, LENGTH);
			assertThat(body.read()).isEqualTo(-1);
		}
		finally {
			this.writer.shutdownNow();
		}
		assertFlat(before);
	}

	private List<Long> residentAfterSmallEcho() throws Exception {
		long length = 16L * MEBIBYTE;
		try (RawConnection connection = begin(length)) {
			Future<?> writing = this.writer.submit(() -> write(connection, length, length));
			read(body(connection), length);
			writing.get(10, TimeUnit.SECONDS);
		}
		this.sent.set(0);
		this.received.set(0);
		return List.of(resident(pair.caller()), resident(pair.callee()));
	}

	private static long resident(Sidecar sidecar) {
		return sidecar.process().memory().residentBytes();
	}

	private static void assertFlat(List<Long> before) {
		assertThat(pair.caller().process().memory().peakBytes()).as("caller").isLessThan(before.get(0) + GROWTH);
		assertThat(pair.callee().process().memory().peakBytes()).as("callee").isLessThan(before.get(1) + GROWTH);
	}

	private static RawConnection begin(long length) throws IOException {
		RawConnection connection = pair.caller().http().open();
		connection
			.send("POST /v1.0/invoke/callee/method/echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");
		return connection;
	}

	// The answer begins while the request is still being sent.
	private static InputStream body(RawConnection connection) throws IOException {
		HttpHead head = connection.receiveHead();
		assertThat(head.firstLine()).startsWith("HTTP/1.1 200");
		return connection.body(head);
	}

	/**
	 * Sends the body in pieces.
	 * @param window the most to be ahead of what has come back
	 */
	private Void write(RawConnection connection, long length, long window) throws IOException {
		byte[] piece = new byte[PIECE];
		for (long position = 0; position < length; position += PIECE) {
			long allowed = position + PIECE - window;
			if (this.received.get() < allowed) {
				Waiting.until("answer up to byte " + allowed, Duration.ofSeconds(20),
						() -> this.received.get() >= allowed);
			}
			fill(piece, position);
			connection.send(piece);
			this.sent.addAndGet(PIECE);
		}
		return null;
	}

	// Each piece differs from its neighbours, so that lost or swapped ones are noticed.
	private static void fill(byte[] piece, long position) {
		Arrays.fill(piece, (byte) (position / PIECE % 251));
	}

	private void read(InputStream body, long upTo) throws IOException {
		byte[] expected = new byte[PIECE];
		byte[] actual = new byte[PIECE];
		while (this.received.get() < upTo) {
			int count = body.readNBytes(actual, 0, PIECE);
			fill(expected, this.received.get());
			if (count != PIECE || !Arrays.equals(actual, expected)) {
				throw new AssertionError("The echo differs behind byte " + this.received.get());
			}
			this.received.addAndGet(count);
		}
	}

	private void awaitStandstill() {
		long[] last = { -1, System.nanoTime() };
		Waiting.until("the writer's standstill", Duration.ofSeconds(30), () -> {
			if (this.sent.get() != last[0]) {
				last[0] = this.sent.get();
				last[1] = System.nanoTime();
			}
			return System.nanoTime() - last[1] > Duration.ofSeconds(1).toNanos();
		});
	}

	/** The body that is written elsewhere in pieces, to be read. */
	private static final class Pieces extends InputStream {

		private final long length;

		private long position;

		Pieces(long length) {
			this.length = length;
		}

		@Override
		public int read() {
			return (this.position < this.length) ? (int) (this.position++ / PIECE % 251) : -1;
		}

		@Override
		public int read(byte[] bytes, int offset, int count) {
			if (this.position >= this.length) {
				return -1;
			}
			int inPiece = (int) Math.min(count, PIECE - this.position % PIECE);
			Arrays.fill(bytes, offset, offset + inPiece, (byte) (this.position / PIECE % 251));
			this.position += inPiece;
			return inPiece;
		}

	}

}
