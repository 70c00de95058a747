package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.AppExchange;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Waiting;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exchanges that have begun in both directions and in which nothing happens any more:
 * each takes memory in both sidecars for as long as it is open. Those beyond it are
 * refused by an error that says so, and neither sidecar ends.
 */
@Timeout(240)
class IdleExchangesTests {

	/** Little, so that few exchanges fill it: room for some 700. */
	private static final String HEAP = "-Xmx32m -Xmn4m";

	private static final int MOST = 768;

	private static final int EXCHANGES = MOST + 100;

	private static final String REQUEST = "POST /v1.0/invoke/callee/method/idle HTTP/1.1\r\nHost: x\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n4\r\nidle\r\n";

	@TempDir
	private Path folder;

	@Test
	void whenExchangesStayOpenThenThoseBeyondTheMemoryAreRefusedUntilOthersEnd() throws Exception {
		List<RawConnection> open = new ArrayList<>(EXCHANGES);
		try (Pair pair = Pair.withJvmOptions(HEAP, this.folder)) {
			pair.app().on("/idle", IdleExchangesTests::sendBack);
			int answered = 0;
			for (int i = 0; i < EXCHANGES; i++) {
				RawConnection exchange = pair.caller().http().open();
				open.add(exchange);
				exchange.send(REQUEST);
				if (isAnswered(exchange)) {
					answered++;
				}
			}
			assertThat(answered).isBetween(MOST - 100, MOST);
			RawResponse refused = pair.caller().invoke("callee", "ok");
			assertThat(refused.status()).isEqualTo(500);
			assertThat(refused.text())
				.contains("calls are in flight in this sidecar (expected: fewer, with its heap of");
			assertThat(pair.caller().http().statusOf("/v1.0/healthz")).isEqualTo(204);
			assertThat(pair.callee().http().statusOf("/v1.0/healthz")).isEqualTo(204);
			for (RawConnection exchange : open) {
				exchange.close();
			}
			Waiting.until("calls go on", ofSeconds(20), () -> pair.caller().invoke("callee", "ok").status() == 200);
		}
		finally {
			for (RawConnection exchange : open) {
				exchange.close();
			}
		}
	}

	private static boolean isAnswered(RawConnection exchange) throws IOException {
		return exchange.receiveHead().firstLine().startsWith("HTTP/1.1 200");
	}

	private static void sendBack(AppExchange exchange) throws IOException {
		byte[] first = exchange.body().readNBytes(4);
		OutputStream answer = exchange.respondChunked(200, "Content-Type: text/plain");
		answer.write(first);
		answer.flush();
		try {
			exchange.body().transferTo(answer);
		}
		catch (IOException ex) {
			assertThat(new String(first, US_ASCII)).isEqualTo("idle");
		}
	}

}
