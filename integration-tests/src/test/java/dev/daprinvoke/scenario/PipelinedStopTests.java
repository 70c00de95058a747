package dev.daprinvoke.scenario;

import java.io.EOFException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.HttpHead;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a client has sent ahead when the sidecar is told to stop (contract, invocation.md
 * 5.3): the call in flight is answered, and none behind it is begun and lost.
 */
class PipelinedStopTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@TempDir
	private Path folder;

	@Test
	void whenRequestsWaitBehindACallInFlightThenItsAnswerIsTheLastAndTheyReachNobody() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		AtomicInteger behind = new AtomicInteger();
		try (Pair pair = Pair.start(this.folder)) {
			pair.app().on("/slow", (exchange) -> {
				arrived.countDown();
				await(answer);
				exchange.respond(200, "in time");
			});
			pair.app().on("/behind", (exchange) -> {
				behind.incrementAndGet();
				exchange.respond(200, "never");
			});
			try (RawConnection connection = pair.caller().http().open()) {
				connection.send(request("slow") + request("behind") + request("behind"));
				assertThat(arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
				pair.caller().process().signal("INT");
				pair.caller().process().output().await("Received signal 'interrupt'; beginning shutdown", LIMIT);
				Waiting.until("the API takes no more connections", LIMIT, () -> pair.caller().http().isRefused(),
						() -> "it still does");
				answer.countDown();
				HttpHead head = connection.receiveHead();
				assertThat(head.firstLine()).startsWith("HTTP/1.1 200");
				assertThat(head.first("connection")).isEqualToIgnoringCase("close");
				assertThat(connection.body(head).readAllBytes()).asString().isEqualTo("in time");
				assertThatThrownBy(connection::receiveHead).isInstanceOf(EOFException.class);
			}
			assertThat(pair.caller().awaitExit()).isZero();
			assertThat(behind).hasValue(0);
		}
		finally {
			answer.countDown();
		}
	}

	private static String request(String method) {
		return "GET /v1.0/invoke/callee/method/" + method + " HTTP/1.1\r\nHost: x\r\n\r\n";
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
