package dev.daprinvoke.sidecar;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 6, {@code --wait}.
 */
class ReadinessWaitTests {

	@Test
	void whenSidecarBecomesReadyThenTheWaitEnds() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		HttpServer sidecar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		sidecar.createContext("/v1.0/healthz/outbound", (exchange) -> {
			exchange.sendResponseHeaders((asked.incrementAndGet() < 3) ? 500 : 204, -1);
			exchange.close();
		});
		sidecar.start();
		try {
			assertThat(new ReadinessWait(Duration.ofSeconds(30), Duration.ofMillis(100))
				.until(sidecar.getAddress().getPort(), new CompletableFuture<>())).isTrue();
			assertThat(asked).hasValueGreaterThanOrEqualTo(3);
		}
		finally {
			sidecar.stop(0);
		}
	}

	@Test
	void whenNobodyListensThenTheWaitEndsAtItsLimit() throws Exception {
		assertThat(new ReadinessWait(Duration.ofMillis(50), Duration.ofMillis(10)).until(Ports.free(),
				new CompletableFuture<>()))
			.isFalse();
	}

	@Test
	@Timeout(20)
	void whenTheWaitIsGivenUpThenItEnds() throws Exception {
		assertThat(new ReadinessWait(Duration.ofMinutes(1), Duration.ofMillis(10)).until(Ports.free(),
				CompletableFuture.completedFuture("stop")))
			.isFalse();
	}

}
