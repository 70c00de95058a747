package dev.daprinvoke.transport.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.channel.EventLoop;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Channels whose connections are all on one event loop, which a test can hold up.
 */
abstract class Http1Harness extends HttpAppHarness {

	static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	static final Duration LONG = Duration.ofMinutes(5);

	private final LoopResources loops = LoopResources.create("test-one", 1, 1, true);

	LoopResources loops() {
		return this.loops;
	}

	EventLoop loop() {
		return (EventLoop) this.loops.onClient(true).next();
	}

	static HttpLimits limits(int connections, int idle, int waiting, Duration maxIdle) {
		return new HttpLimits(connections, idle, waiting, maxIdle, Duration.ofSeconds(5), 4096,
				HttpLimits.DEFAULTS.memory());
	}

	HttpAppChannel one(int port, HttpDialect dialect, HttpLimits limits) {
		HttpAppChannel channel = new HttpAppChannel(
				HttpAppSettings.of("127.0.0.1", port).withDialect(dialect).withLimits(limits), this.loops);
		closeLater(
				() -> channel.close().then(this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5))).block(LIMIT));
		return channel;
	}

	HttpAppChannel one(FakeApp app, HttpLimits limits) {
		return one(app.port(), HttpDialect.HTTP, limits);
	}

	HttpAppChannel one(FakeApp app) {
		return one(app, limits(1024, 1024, 8192, LONG));
	}

	/** All that the event loop had to do is done. */
	void settle() {
		for (int i = 0; i < 3; i++) {
			loop().submit(() -> {
			}).syncUninterruptibly();
		}
	}

	/** Holds the event loop up until it is told to go on. */
	AtomicBoolean holdUp() {
		AtomicBoolean on = new AtomicBoolean();
		CountDownLatch held = new CountDownLatch(1);
		loop().execute(() -> {
			held.countDown();
			while (!on.get()) {
				// BlockHound takes a hint to the processor for blocking.
				continue;
			}
		});
		await(held);
		return on;
	}

	static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	static InvokeRequest get(String method) {
		return Calls.request(Verb.GET, method, InvokeBody.EMPTY);
	}

	static CompletableFuture<InvokeResponse> begin(HttpAppChannel channel, InvokeRequest request) {
		return call(channel, request).toFuture();
	}

	static Throwable failureOf(CompletableFuture<InvokeResponse> call) {
		return assertThat(call).failsWithin(LIMIT).withThrowableThat().havingCause().actual();
	}

	static String textOf(CompletableFuture<InvokeResponse> call) {
		return Buffers.text(call.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join().body());
	}

	static void assertWorks(HttpAppChannel channel) {
		assertThat(textOf(begin(channel, get("works")))).isEqualTo("ok");
	}

}
