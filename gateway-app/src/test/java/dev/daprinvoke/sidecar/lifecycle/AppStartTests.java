package dev.daprinvoke.sidecar.lifecycle;

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

import dev.daprinvoke.invoke.CallMeters;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.testkit.Ports;
import dev.daprinvoke.transport.grpc.PeerSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 4, start-up order.
 */
@Timeout(60)
class AppStartTests {

	// The app closes after each answer, and says so: else the next call could take that
	// connection.
	private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final SidecarLoops loops = new SidecarLoops();

	@AfterEach
	void endLoops() throws InterruptedException {
		this.loops.close();
	}

	@Test
	void whenThereIsNoAppThenNothingIsWaitedFor() {
		start("--app-id=cart").join();
	}

	@Test
	void whenTheAppIsLateThenItIsAwaitedAndAskedOnce() throws Exception {
		int port = Ports.free();
		CompletableFuture<Void> ready = start("--app-id=cart", "--app-port=" + port);
		assertThat(ready).isNotDone();
		try (FakeApp app = new FakeApp(port, OK)) {
			ready.get(20, TimeUnit.SECONDS);
			List<String> head = app.requests.poll(20, TimeUnit.SECONDS);
			assertThat(head).isNotNull();
			assertThat(head.get(0)).isEqualTo("GET /dapr/config HTTP/1.1");
			List<String> headers = new ArrayList<>(head.subList(1, head.size()));
			headers.replaceAll((line) -> line.toLowerCase(Locale.ROOT));
			// Contract section 4: no other header than these.
			assertThat(headers).containsExactlyInAnyOrder("content-type: application/json", "dapr-app-id: cart",
					"accept-encoding: gzip", "host: 127.0.0.1:" + port, "user-agent: go-http-client/1.1");
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

	@Test
	void whenTheAppHasATokenThenItIsShownWithTheFirstQuestionToo() throws Exception {
		try (FakeApp app = new FakeApp(0, OK)) {
			start(Map.of("APP_API_TOKEN", "s3cret"), "--app-id=cart", "--app-port=" + app.port()).get(20,
					TimeUnit.SECONDS);
			assertThat(app.requests.poll(20, TimeUnit.SECONDS)).contains("Dapr-Api-Token: s3cret");
		}
	}

	@Test
	void whenTheAppsHealthIsProbedThenProbesBeginWhenItListensAndDecideOnCalls() throws Exception {
		try (FakeApp app = new FakeApp(0, OK)) {
			SidecarSettings settings = settings(Map.of("APP_API_TOKEN", "s3cret"), "--app-id=cart",
					"--app-port=" + app.port(), "--enable-app-health-check", "--app-health-check-path=/up",
					"--app-max-concurrency=1");
			OwnApp own = own(settings);
			assertThat(own.health().isHealthy()).isFalse();
			InvokeRequest refused = get("refused");
			assertThat(
					own.channel().invoke(AccessGate.self(refused), refused).materialize().block(LIMIT).getThrowable())
				.hasMessage("rpc error: code = Internal desc = app is not in a healthy state");
			own.start().block(LIMIT);
			// In any order: the question for the configuration does not wait for health.
			List<List<String>> seen = List.of(app.requests.poll(20, TimeUnit.SECONDS),
					app.requests.poll(20, TimeUnit.SECONDS));
			List<String> probe = seen.stream()
				.filter((head) -> head.get(0).equals("GET /up HTTP/1.1"))
				.findFirst()
				.orElseThrow();
			assertThat(probe).noneMatch((line) -> line.contains("s3cret"));
			awaitHealthy(own);
			for (int i = 0; i < 3; i++) {
				InvokeRequest fine = get("fine");
				InvokeResponse response = own.channel().invoke(AccessGate.self(fine), fine).block(LIMIT);
				assertThat(response.status()).isEqualTo(200);
				response.body().discard();
			}
			own.close();
		}
	}

	private static void awaitHealthy(OwnApp own) {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (!own.health().isHealthy() && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		assertThat(own.health().isHealthy()).isTrue();
	}

	private static InvokeRequest get(String method) {
		return new InvokeRequest(new AppTarget("cart", new AppId("cart"), Namespace.DEFAULT), MethodPath.of(method),
				Verb.GET, "", null, "", new InvokeHeaders(), InvokeBody.EMPTY);
	}

	private CompletableFuture<Void> start(String... arguments) {
		return start(Map.of(), arguments);
	}

	private CompletableFuture<Void> start(Map<String, String> environment, String... arguments) {
		return own(settings(environment, arguments)).start().toFuture();
	}

	private OwnApp own(SidecarSettings settings) {
		return OwnApp.of(settings, new CallMeters(new InvocationMeters(new Meters(), "cart")),
				new HopMeters(new Meters(), "cart"), this.loops, PeerSettings.DEFAULTS);
	}

	private static SidecarSettings settings(Map<String, String> environment, String... arguments) {
		return new SettingsReader(DaprdFlag.parse(arguments), environment, null).read();
	}

}
