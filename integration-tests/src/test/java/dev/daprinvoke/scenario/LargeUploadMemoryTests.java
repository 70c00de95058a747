package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.Sidecar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uploads that would fill the memory of any sidecar that kept them (contract,
 * invocation.md 1.5; settled: replay only for bodies up to 1 MiB).
 */
@EnabledIfEnvironmentVariable(named = "CI", matches = "true", disabledReason = "moves more than a gigabyte")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LargeUploadMemoryTests {

	private static final long MEBIBYTE = 1024 * 1024;

	private static final byte[] PIECE = new byte[64 * 1024];

	private static final Duration PAUSE = Duration.ofMillis(250);

	private static final Pattern REPLAYS = Pattern.compile("(?m)^dapr_invoke_replay_bytes (\\S+)$");

	@TempDir
	private static Path folder;

	private static Pair pair;

	private long mostReplayed;

	@BeforeAll
	static void start() {
		pair = Pair.start(folder, "--max-body-size=2Gi");
		pair.app()
			.on("/count", (exchange) -> exchange.respond(200,
					Long.toString(exchange.body().transferTo(OutputStream.nullOutputStream()))));
	}

	@AfterAll
	static void stop() {
		pair.close();
	}

	@Test
	void whenALargeBodyOfUnknownLengthPassesThenMemoryStaysFlat() throws Exception {
		List<Long> before = residentAfterSmallCalls();
		assertThat(upload(256 * MEBIBYTE, false)).isEqualTo(Long.toString(256 * MEBIBYTE));
		assertGrowthBelow(80, before);
		assertThat(this.mostReplayed).isZero();
	}

	@Test
	void whenAGigabyteOfDeclaredLengthPassesThenMemoryStaysFlatAndNothingOfItIsKept() throws Exception {
		List<Long> before = residentAfterSmallCalls();
		assertThat(upload(1024 * MEBIBYTE, true)).isEqualTo(Long.toString(1024 * MEBIBYTE));
		assertGrowthBelow(60, before);
		assertThat(this.mostReplayed).isZero();
	}

	private String upload(long length, boolean declared) throws IOException {
		try (RawConnection connection = pair.caller().http().open()) {
			connection.send("POST /v1.0/invoke/callee/method/count HTTP/1.1\r\nHost: x\r\n"
					+ (declared ? "Content-Length: " + length : "Transfer-Encoding: chunked") + "\r\n\r\n");
			OutputStream out = connection.output();
			byte[] chunk = (Integer.toHexString(PIECE.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
			long look = System.nanoTime();
			for (long sent = 0; sent < length; sent += PIECE.length) {
				if (!declared) {
					out.write(chunk);
				}
				out.write(PIECE);
				if (!declared) {
					out.write('\r');
					out.write('\n');
				}
				if (System.nanoTime() - look > PAUSE.toNanos()) {
					this.mostReplayed = Math.max(this.mostReplayed, replayBytes());
					look = System.nanoTime();
				}
			}
			if (!declared) {
				connection.send("0\r\n\r\n");
			}
			return connection.receive().text();
		}
	}

	private static long replayBytes() {
		Matcher gauge = REPLAYS.matcher(pair.caller().metrics());
		assertThat(gauge.find()).isTrue();
		return (long) Double.parseDouble(gauge.group(1));
	}

	private static List<Long> residentAfterSmallCalls() {
		for (int i = 0; i < 20; i++) {
			assertThat(pair.caller().http().send("POST", "/v1.0/invoke/callee/method/count", "small").text())
				.isEqualTo("5");
		}
		pair.caller().metrics();
		return List.of(resident(pair.caller()), resident(pair.callee()));
	}

	private static long resident(Sidecar sidecar) {
		return sidecar.process().memory().residentBytes();
	}

	private static void assertGrowthBelow(long mebibytes, List<Long> before) {
		assertThat(pair.caller().process().memory().peakBytes() - before.get(0)).as("caller")
			.isLessThan(mebibytes * MEBIBYTE);
		assertThat(pair.callee().process().memory().peakBytes() - before.get(1)).as("callee")
			.isLessThan(mebibytes * MEBIBYTE);
	}

}
