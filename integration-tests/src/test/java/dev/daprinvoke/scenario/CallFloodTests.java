package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.HttpHead;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of calls to an app that does not answer: those beyond the sidecar's memory
 * are refused by an error that says so, all others are answered in the end.
 */
@Timeout(240)
class CallFloodTests {

	private static final int CALLS = 1_900;

	/** Less than usual: further calls would only make the test slower. */
	private static final String HEAP = "-Xmx64m";

	/** What a sidecar lets wait with that heap: 40 MB of it are for what lives on. */
	private static final int LET_IN = 1_536;

	@TempDir
	private Path folder;

	@Test
	void whenThousandsOfCallsWaitForTheAppThenFurtherOnesAreRefusedAndNoneIsLost() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		List<RawConnection> calls = new ArrayList<>(CALLS);
		try (Pair pair = Pair.withJvmOptions(HEAP, this.folder)) {
			pair.app().on("/wait", (exchange) -> {
				await(answer);
				exchange.respond(200, "at last", "Content-Type: text/plain");
			});
			for (int i = 0; i < CALLS; i++) {
				RawConnection call = pair.caller().http().open();
				calls.add(call);
				call.send("GET /v1.0/invoke/callee/method/wait HTTP/1.1\r\nHost: x\r\n\r\n");
			}
			RawResponse refused = calls.remove(CALLS - 1).receive();
			assertThat(refused.status()).isEqualTo(500);
			assertThat(refused.text())
				.contains("calls are in flight in this sidecar (expected: fewer, with its heap of");
			assertThat(pair.caller().http().statusOf("/v1.0/healthz")).isEqualTo(204);
			answer.countDown();
			int answered = 0;
			for (RawConnection call : calls) {
				HttpHead head = call.receiveHead();
				byte[] body = call.body(head).readAllBytes();
				if (head.firstLine().startsWith("HTTP/1.1 200")) {
					assertThat(body).asString().isEqualTo("at last");
					answered++;
				}
				else {
					assertThat(body).asString().contains("calls are in flight in this sidecar");
				}
			}
			assertThat(answered).isBetween(LET_IN - 100, LET_IN);
			assertThat(pair.caller().http().get("/v1.0/invoke/callee/method/wait").text()).isEqualTo("at last");
		}
		finally {
			answer.countDown();
			for (RawConnection call : calls) {
				call.close();
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

}
