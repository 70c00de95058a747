package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.sidecar.flags.CommandLine;
import dev.daprinvoke.sidecar.flags.SettingsReader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 4, start-up order.
 */
@Timeout(60)
class AppStartTests {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

	private final LoopResources loops = LoopResources.create("app-start-test", 1, 1, true);

	@AfterEach
	void endLoops() {
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
	}

	@Test
	void whenThereIsNoAppThenNothingIsWaitedFor() {
		start("--app-id=cart").join();
	}

	@Test
	void whenTheAppIsLateThenItIsAwaitedAndAskedOnce() throws Exception {
		int port = freePort();
		CompletableFuture<Void> ready = start("--app-id=cart", "--app-port=" + port);
		assertThat(ready).isNotDone();
		try (FakeApp app = new FakeApp(port, OK)) {
			ready.get(20, TimeUnit.SECONDS);
			List<String> head = app.requests.poll(20, TimeUnit.SECONDS);
			assertThat(head).isNotNull();
			assertThat(head.get(0)).isEqualTo("GET /dapr/config HTTP/1.1");
			List<String> headers = new ArrayList<>(head.subList(1, head.size()));
			headers.replaceAll((line) -> line.toLowerCase(Locale.ROOT));
			assertThat(headers)
				.contains("content-type: application/json", "dapr-app-id: cart", "accept-encoding: gzip",
						"host: 127.0.0.1:" + port)
				.anyMatch((line) -> line.startsWith("user-agent: "));
			assertThat(app.requests).isEmpty();
		}
	}

	@Test
	void whenTheConfigEndpointIsDisabledThenTheAppIsNotAsked() throws Exception {
		try (FakeApp app = new FakeApp(0, OK)) {
			start("--app-id=cart", "--app-port=" + app.port(), "--disable-init-endpoints=config").get(20,
					TimeUnit.SECONDS);
			assertThat(app.requests).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
			"HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nnot", "garbage\r\n\r\n", "\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "HTTP/9.9 x\r\n\r\n" })
	void whenTheAppAnswersAnythingElseThenItIsReadyAllTheSameAndNotAskedAgain(String answer) throws Exception {
		try (FakeApp app = new FakeApp(0, answer)) {
			start("--app-id=cart", "--app-port=" + app.port()).get(20, TimeUnit.SECONDS);
			assertThat(app.requests.poll(20, TimeUnit.SECONDS)).isNotNull();
			assertThat(app.requests).isEmpty();
		}
	}

	@Test
	void whenTheAppNeverAnswersThenItIsReadyAfterAWhile() throws Exception {
		try (FakeApp app = new FakeApp(0, "")) {
			start("--app-id=cart", "--app-port=" + app.port()).get(20, TimeUnit.SECONDS);
			assertThat(app.requests).hasSize(1);
		}
	}

	private CompletableFuture<Void> start(String... arguments) {
		return new AppStart(new SettingsReader(CommandLine.parse(arguments), Map.of(), null).read().app(), this.loops)
			.ready()
			.toFuture();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
