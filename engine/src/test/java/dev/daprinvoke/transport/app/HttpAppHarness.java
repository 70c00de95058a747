package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A channel to a fake app on a real socket, both closed after each test.
 */
abstract class HttpAppHarness {

	static final Duration LIMIT = Duration.ofSeconds(10);

	private final List<AutoCloseable> open = new ArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
	}

	FakeApp app(FakeApp.Behaviour behaviour) {
		FakeApp app = FakeApp.start(behaviour);
		this.open.add(app);
		return app;
	}

	FakeApp answering(String answer) {
		return app((exchange) -> {
			exchange.body();
			exchange.send(answer);
		});
	}

	HttpAppChannel channel(int port) {
		return channel(HttpAppSettings.of("127.0.0.1", port));
	}

	HttpAppChannel channel(HttpAppSettings settings) {
		HttpAppChannel channel = new HttpAppChannel(settings, TestLoops.APP);
		closeLater(() -> channel.close().block(LIMIT));
		return channel;
	}

	/** Closes something after the test, before what was opened before it. */
	void closeLater(AutoCloseable part) {
		this.open.add(0, part);
	}

	HttpAppChannel channel(FakeApp app) {
		return channel(app.port());
	}

	static Mono<InvokeResponse> call(HttpAppChannel channel, InvokeRequest request) {
		return channel.invoke(AccessGate.self(request), request);
	}

	static InvokeResponse answer(HttpAppChannel channel, InvokeRequest request) {
		return call(channel, request).blockOptional(LIMIT).orElseThrow();
	}

	static Throwable failure(HttpAppChannel channel, InvokeRequest request) {
		Throwable failure = catchThrowable(() -> call(channel, request).block(LIMIT));
		assertThat(failure).isNotNull();
		return failure;
	}

	/** A port on which nobody listens. */
	static int deadPort() throws IOException {
		FakeApp app = FakeApp.start((exchange) -> {
		});
		app.close();
		return app.port();
	}

}
