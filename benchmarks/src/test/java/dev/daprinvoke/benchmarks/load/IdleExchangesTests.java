package dev.daprinvoke.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpServer;
import dev.daprinvoke.benchmarks.app.App;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Idle exchanges with the app, nothing in between.
 */
@Timeout(60)
class IdleExchangesTests {

	@Test
	void opensAsManyAsAskedForAndKeepsThem() throws InterruptedException {
		try (App app = App.start(0); IdleExchanges exchanges = new IdleExchanges(new Target(app.address(), ""))) {
			exchanges.growTo(0);
			exchanges.growTo(3);
			exchanges.growTo(250);
			assertThatNoException().isThrownBy(exchanges::requireAllOpen);
		}
	}

	@Test
	void whenOneIsRefusedThenFails() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/echo", (exchange) -> exchange.sendResponseHeaders(503, -1));
		server.start();
		try (IdleExchanges exchanges = new IdleExchanges(new Target(server.getAddress(), ""))) {
			assertThatExceptionOfType(LoadFailure.class).isThrownBy(() -> exchanges.growTo(1))
				.withMessage("one of 1 idle exchanges: the answer was 503 Service Unavailable");
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void whenTheOtherSideEndsThemThenSaysHowMany() throws InterruptedException {
		App app = App.start(0);
		try (IdleExchanges exchanges = new IdleExchanges(new Target(app.address(), ""))) {
			exchanges.growTo(1);
			app.close();
			assertThatExceptionOfType(LoadFailure.class).isThrownBy(() -> {
				while (!Thread.interrupted()) {
					exchanges.requireAllOpen();
				}
			}).withMessage("1 of 1 idle exchanges were ended");
		}
	}

}
