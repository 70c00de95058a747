package dev.daprinvoke.autoconfigure.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.DefaultApplicationArguments;

import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.transport.sidecar.SidecarProbe;
import dev.daprinvoke.transport.sidecar.SidecarSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SidecarWait}.
 */
class SidecarWaitTests {

	private static final String REFUSAL = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";

	private static void await(FakeApp sidecar, Duration limit) throws InterruptedException {
		SidecarSettings settings = new SidecarSettings(URI.create("http://localhost:" + sidecar.port()), null,
				Duration.ofSeconds(1));
		new SidecarWait(new SidecarProbe(settings), limit).run(new DefaultApplicationArguments());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1 204 No Content\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab" })
	void whenTheSidecarFallsSilentThenTheLimitIsKept(String begun) throws Exception {
		try (FakeApp sidecar = FakeApp.start((exchange) -> exchange.send(begun))) {
			long start = System.nanoTime();
			assertThatExceptionOfType(SidecarUnreadyException.class)
				.isThrownBy(() -> await(sidecar, Duration.ofMillis(300)))
				.withMessage("The sidecar was not ready within 300 ms (dapr.invoke.wait-for-sidecar): the sidecar at"
						+ " http://localhost:" + sidecar.port() + " gives no answer within 300 ms.");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
		}
	}

	@Test
	void whenTheSidecarSaysWhyThenItsLastReasonIsTold() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		try (FakeApp sidecar = FakeApp.start((exchange) -> {
			asked.incrementAndGet();
			exchange.send(REFUSAL);
		})) {
			assertThatExceptionOfType(SidecarUnreadyException.class)
				.isThrownBy(() -> await(sidecar, Duration.ofMillis(450)))
				.withMessageContaining("answers 500");
			assertThat(asked.get()).isBetween(1, 6);
		}
	}

	@Test
	void whenTheSidecarGetsReadyThenTheWaitEnds() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		try (FakeApp sidecar = FakeApp.start((exchange) -> exchange
			.send((asked.incrementAndGet() < 3) ? REFUSAL : "HTTP/1.1 204 No Content\r\n\r\n"))) {
			await(sidecar, Duration.ofSeconds(30));
			assertThat(asked).hasValue(3);
		}
	}

}
