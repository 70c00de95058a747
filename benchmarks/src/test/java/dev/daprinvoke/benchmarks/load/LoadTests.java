package dev.daprinvoke.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

import dev.daprinvoke.benchmarks.app.App;
import dev.daprinvoke.benchmarks.load.BigTransfer.Direction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The callers against the app, nothing in between.
 */
class LoadTests {

	private static App app;

	@BeforeAll
	static void startApp() throws InterruptedException {
		app = App.start(0);
	}

	@AfterAll
	static void stopApp() {
		app.close();
	}

	@Test
	void openLoopMeasuresEveryRequest() throws InterruptedException {
		try (OpenLoop load = new OpenLoop()) {
			Latencies latencies = load.run(new Target(app.address(), ""), 2000, 1000);
			assertThat(latencies.count()).isEqualTo(1000);
			assertThat(latencies.percentileMillis(0.1)).isPositive();
			assertThat(latencies.percentileMillis(100)).isGreaterThanOrEqualTo(latencies.percentileMillis(50));
		}
	}

	@Test
	void whenAnAnswerIsNotOkThenOpenLoopFails() {
		try (OpenLoop load = new OpenLoop()) {
			assertThatExceptionOfType(LoadFailure.class)
				.isThrownBy(() -> load.run(new Target(app.address(), "/nowhere"), 1000, 10))
				.withMessage("a request was answered with 404 Not Found");
		}
	}

	@Test
	void openLoopTakesTargetsInTurn() {
		try (OpenLoop load = new OpenLoop()) {
			Target good = new Target(app.address(), "");
			Target bad = new Target(app.address(), "/nowhere");
			assertThatNoException().isThrownBy(() -> load.run(List.of(good, good, bad), 1000, 2));
			assertThatExceptionOfType(LoadFailure.class).isThrownBy(() -> load.run(List.of(good, good, bad), 1000, 3))
				.withMessage("a request was answered with 404 Not Found");
		}
	}

	@Test
	void whenNobodyListensThenOpenLoopFails() throws IOException {
		try (OpenLoop load = new OpenLoop()) {
			Target target = new Target(unusedAddress(), "");
			assertThatExceptionOfType(LoadFailure.class).isThrownBy(() -> load.run(target, 1000, 10))
				.withMessageContaining("Connection refused");
		}
	}

	@ParameterizedTest
	@EnumSource(Direction.class)
	void bigTransferMovesEveryByte(Direction direction) throws InterruptedException {
		try (BigTransfer load = new BigTransfer()) {
			long bytes = (16 << 20) + 1;
			assertThat(load.run(new Target(app.address(), ""), direction, bytes)).isPositive();
		}
	}

	@ParameterizedTest
	@EnumSource(Direction.class)
	void whenTheAppRefusesThenBigTransferFails(Direction direction) {
		try (BigTransfer load = new BigTransfer()) {
			assertThatExceptionOfType(LoadFailure.class)
				.isThrownBy(() -> load.run(new Target(app.address(), "/nowhere"), direction, 1000))
				.withMessage(direction.label() + " failed: the answer was 404 Not Found");
		}
	}

	@Test
	void whenNobodyListensThenBigTransferFails() throws IOException {
		try (BigTransfer load = new BigTransfer()) {
			Target target = new Target(unusedAddress(), "");
			assertThatExceptionOfType(LoadFailure.class).isThrownBy(() -> load.run(target, Direction.UP, 1))
				.withMessageStartingWith("1 GB up failed: ");
		}
	}

	private static InetSocketAddress unusedAddress() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
		}
	}

}
