package dev.daprinvoke.transport.app;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Idle connections that the app has reset, and nobody has noticed: calls pass over them,
 * and the app sees each call at most once.
 */
class Http1StaleTests extends Http1Harness {

	private final Queue<String> asked = new ConcurrentLinkedQueue<>();

	private final AtomicInteger idle = new AtomicInteger();

	private final CountDownLatch end = new CountDownLatch(1);

	private final AtomicInteger reset = new AtomicInteger();

	/**
	 * An app that answers the first calls together, and later resets their connections.
	 */
	private FakeApp resetting(int connections) {
		return app((exchange) -> {
			exchange.body();
			if (!exchange.line().contains("/warm")) {
				this.asked.add(exchange.line());
				exchange.send(OK);
				return;
			}
			this.idle.incrementAndGet();
			Await.until("all are there", () -> this.idle.get() == connections);
			exchange.send(OK);
			await(this.end);
			exchange.reset();
			this.reset.incrementAndGet();
		});
	}

	private void warm(HttpAppChannel channel, int connections) {
		assertAllAnswered(IntStream.range(0, connections).mapToObj((i) -> begin(channel, get("warm"))).toList());
		settle();
	}

	private static void assertAllAnswered(List<CompletableFuture<InvokeResponse>> calls) {
		calls.forEach((call) -> assertThat(textOf(call)).isEqualTo("ok"));
	}

	/** Calls before the only event loop can have seen that the connections ended. */
	private List<CompletableFuture<InvokeResponse>> onceAllAreReset(HttpAppChannel channel, int number) {
		List<InvokeRequest> requests = IntStream.range(0, number)
			.mapToObj((i) -> Calls.request(Verb.POST, "call-" + i, Buffers.whole("body")))
			.toList();
		AtomicBoolean on = holdUp();
		var calls = loop().submit(() -> requests.stream().map((request) -> begin(channel, request)).toList());
		this.end.countDown();
		Await.until("all are reset", () -> this.reset.get() == this.idle.get());
		on.set(true);
		return calls.syncUninterruptibly().getNow();
	}

	private static List<String> lines(int number) {
		return IntStream.range(0, number).mapToObj((i) -> "POST /call-" + i + " HTTP/1.1").toList();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 20, 200 })
	void whenAllIdleConnectionsAreStaleThenEveryCallIsAnsweredAndSeenOnce(int connections) {
		HttpAppChannel channel = one(resetting(connections));
		warm(channel, connections);
		assertAllAnswered(onceAllAreReset(channel, connections));
		assertThat(this.asked).containsExactlyInAnyOrderElementsOf(lines(connections));
	}

	@Test
	void whenOneCallMeetsManyStaleConnectionsThenItPassesOverAllOfThem() {
		HttpAppChannel channel = one(resetting(300));
		warm(channel, 300);
		assertAllAnswered(onceAllAreReset(channel, 1));
		assertThat(this.asked).containsExactlyElementsOf(lines(1));
	}

	@Test
	void whenAllConnectionsAreStaleAndNoMoreMayBeOpenedThenCallsStillGetTheirTurn() {
		FakeApp app = resetting(5);
		HttpAppChannel channel = one(app, limits(5, 5, 100, LONG));
		warm(channel, 5);
		assertAllAnswered(onceAllAreReset(channel, 20));
		assertThat(this.asked).containsExactlyInAnyOrderElementsOf(lines(20));
		assertThat(app.connections()).isLessThanOrEqualTo(10);
	}

	/** What of it got through is enough for an app that looks at the head only. */
	@Test
	void whenTheAppResetsAUsedConnectionWithinALargeBodyThenItIsNotAskedAgain() {
		FakeApp app = app((exchange) -> {
			this.asked.add(exchange.line());
			if (exchange.line().contains("/large")) {
				exchange.reset();
				return;
			}
			exchange.send(OK);
		});
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		this.asked.clear();
		InvokeBody body = new InvokeBody.Whole(Unpooled.wrappedBuffer(new byte[64 * 1024 * 1024]));
		assertThat(failure(channel, Calls.request(Verb.POST, "large", body))).hasMessageContaining("/large\": ");
		assertThat(this.asked).containsExactly("POST /large HTTP/1.1");
	}

}
