package dev.daprinvoke.scenario.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.harness.Waiting;
import dev.daprinvoke.testkit.RawHttp2;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller that gives up cancels the work in the callee's app, whatever either speaks,
 * through two sidecars and to oneself.
 */
class GivingUpTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void whenAGrpcCallerGivesUpThenTheHttpAppsRequestIsCancelled(boolean remote, boolean byDeadline) throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestApp app = TestApp.start();
				Sidecar cart = Sidecar.of("cart", this.folder).names(names).appPort(app.port()).startReady();
				Sidecar shop = Sidecar.of("shop", this.folder).names(names).startReady()) {
			app.on("/wait", (exchange) -> {
				exchange.wholeBody();
				called.countDown();
				exchange.awaitHangUp();
				cancelled.countDown();
			});
			giveUp(remote ? shop : cart, byDeadline, called);
			assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	/** A client without a clock: what ends the call at its deadline is the sidecar. */
	private static void giveUp(Sidecar sidecar, boolean byDeadline, CountDownLatch called) throws Exception {
		try (RawHttp2 client = RawHttp2.client(new Socket(InetAddress.getLoopbackAddress(), sidecar.grpcPort()))) {
			byte[] message = ApiClient.message("cart", "wait", "hi");
			byte[] framed = ByteBuffer.allocate(5 + message.length)
				.put((byte) 0)
				.putInt(message.length)
				.put(message)
				.array();
			client.call(1, "/" + ApiClient.INVOKE, false, "grpc-timeout", byDeadline ? "2S" : "1H");
			client.sendData(1, framed, true);
			assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
			if (byDeadline) {
				assertThat(client.answerOn(1)).contains("grpc-status\u00014", "context deadline exceeded");
			}
			else {
				client.reset(1, 8);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void whenAGrpcCallerGivesUpThenTheH2cAppsRequestIsCancelled(boolean remote, boolean byDeadline) throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (H2cApp app = new H2cApp();
				Sidecar cart = h2c(app, names);
				Sidecar shop = Sidecar.of("shop", this.folder).names(names).startReady()) {
			giveUp(remote ? shop : cart, byDeadline, app.called);
			assertThat(app.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAnHttpCallerLeavesThenTheH2cAppsRequestIsCancelled(boolean remote) throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (H2cApp app = new H2cApp();
				Sidecar cart = h2c(app, names);
				Sidecar shop = Sidecar.of("shop", this.folder).names(names).startReady()) {
			try (RawConnection client = (remote ? shop : cart).http().open()) {
				client.send("GET /v1.0/invoke/cart/method/wait HTTP/1.1\r\nHost: x\r\n\r\n");
				assertThat(app.called.await(20, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(app.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	private Sidecar grpc(TestGrpcApp app, NameResolutionFile names) {
		return Sidecar.of("cart", this.folder)
			.names(names)
			.appPort(app.port())
			.arguments("--app-protocol=grpc")
			.startReady();
	}

	private Sidecar h2c(H2cApp app, NameResolutionFile names) {
		return Sidecar.of("cart", this.folder)
			.names(names)
			.appPort(app.port())
			.arguments("--app-protocol=h2c", "--disable-init-endpoints=config")
			.startReady();
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void whenAGrpcCallerGivesUpThenTheGrpcAppsWorkIsCancelled(boolean remote, boolean byDeadline) throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar cart = grpc(app, names);
				Sidecar shop = Sidecar.of("shop", this.folder).names(names).startReady()) {
			giveUp(remote ? shop : cart, byDeadline, app.called());
			assertThat(app.cancelled().await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenAnHttpCallerLeavesThenTheGrpcAppsWorkIsCancelled(boolean remote) throws Exception {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestGrpcApp app = new TestGrpcApp();
				Sidecar cart = grpc(app, names);
				Sidecar shop = Sidecar.of("shop", this.folder).names(names).startReady()) {
			try (RawConnection client = (remote ? shop : cart).http().open()) {
				client.send("GET /v1.0/invoke/cart/method/wait HTTP/1.1\r\nHost: x\r\n\r\n");
				Waiting.until("the app is called", LIMIT, () -> app.mostRunning() == 1, () -> "not yet");
			}
			assertThat(app.cancelled().await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(shop.invoke("cart", "echo").status()).isEqualTo(200);
		}
	}

	/**
	 * An app that speaks HTTP/2 and never answers, and tells when its request is reset.
	 */
	private static final class H2cApp implements AutoCloseable {

		private final CountDownLatch called = new CountDownLatch(1);

		private final CountDownLatch cancelled = new CountDownLatch(1);

		private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

		H2cApp() throws IOException {
			new Thread(this::serve, "h2c-app").start();
		}

		int port() {
			return this.socket.getLocalPort();
		}

		private void serve() {
			while (!this.socket.isClosed()) {
				try (Socket sidecar = this.socket.accept()) {
					RawHttp2 http2 = RawHttp2.server(sidecar);
					http2.await(RawHttp2.HEADERS);
					this.called.countDown();
					http2.await(RawHttp2.RST_STREAM);
					this.cancelled.countDown();
				}
				catch (IOException ex) {
					// It only looked whether somebody listens, or the test is over.
				}
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
