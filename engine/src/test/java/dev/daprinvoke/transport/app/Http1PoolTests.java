package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.AppExchange;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.LeavingCaller;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that wait for a connection: in order, bounded, and any number of them.
 */
class Http1PoolTests extends Http1Harness {

	private static final int MANY = 10_000;

	private final CountDownLatch gate = new CountDownLatch(1);

	/** An app that answers when its gate is open. */
	private FakeApp gated() {
		return app((exchange) -> {
			await(this.gate);
			exchange.send(OK);
		});
	}

	private static List<CompletableFuture<InvokeResponse>> begin(HttpAppChannel channel, int number) {
		return IntStream.range(0, number).mapToObj((i) -> begin(channel, get(String.valueOf(i)))).toList();
	}

	@Test
	void whenTheOnlyConnectionIsTakenThenCallsGetItInTheOrderTheyCame() {
		FakeApp app = gated();
		var calls = begin(one(app, limits(1, 1, 100, LONG)), 20);
		this.gate.countDown();
		calls.forEach((call) -> assertThat(textOf(call)).isEqualTo("ok"));
		assertThat(IntStream.range(0, 20).mapToObj((i) -> app.take().line()))
			.containsExactlyElementsOf(IntStream.range(0, 20).mapToObj((i) -> "GET /" + i + " HTTP/1.1").toList());
		assertThat(app.connections()).isOne();
	}

	@Test
	void whenAConnectionEndsThenWhoeverWaitsGetsAnother() {
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
			exchange.awaitClientClose();
		});
		var calls = begin(one(app, limits(2, 2, 100, LONG)), 20);
		calls.forEach((call) -> assertThat(textOf(call)).isEqualTo("ok"));
		assertThat(app.connections()).isEqualTo(20);
	}

	@Test
	void whenAWaitingCallerLeavesThenItsTurnIsTheNextOnes() {
		FakeApp app = gated();
		HttpAppChannel channel = one(app, limits(1, 1, 2, LONG));
		var first = begin(channel, get("first"));
		LeavingCaller leaving = new LeavingCaller();
		call(channel, get("leaving")).subscribe(leaving);
		var second = begin(channel, get("second"));
		leaving.cancel();
		// There is room for one more.
		var third = begin(channel, get("third"));
		this.gate.countDown();
		List.of(first, second, third).forEach((call) -> assertThat(textOf(call)).isEqualTo("ok"));
		assertThat(List.of(app.take(), app.take(), app.take()).stream().map(AppExchange::line))
			.containsExactly("GET /first HTTP/1.1", "GET /second HTTP/1.1", "GET /third HTTP/1.1");
		assertThat(app.connections()).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3 })
	void whenMoreCallsWaitThanMayThenTheTextNamesTheBound(int waiting) {
		FakeApp app = gated();
		HttpAppChannel channel = one(app, limits(2, 2, waiting, LONG));
		var calls = begin(channel, 2 + waiting);
		assertThat(failure(channel, get("items"))).hasMessage("Get \"http://127.0.0.1:" + app.port()
				+ "/items\": Pending acquire queue has reached its maximum size of " + waiting);
		this.gate.countDown();
		calls.forEach((call) -> assertThat(textOf(call)).isEqualTo("ok"));
		assertWorks(channel);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 50 })
	void whenNoConnectionIsToBeHadThenAllThatWaitFail(int connections) throws IOException {
		HttpAppChannel channel = one(deadPort(), HttpDialect.HTTP, limits(connections, 1, MANY, LONG));
		for (CompletableFuture<InvokeResponse> call : begin(channel, MANY)) {
			assertThat(failureOf(call)).hasMessageEndingWith(": connect: connection refused");
		}
		// None of them is counted any more.
		assertThat(failure(channel, get("items"))).hasMessageEndingWith(": connect: connection refused");
	}

	@Test
	void whenManyWaitingCallersLeaveThenTheConnectionIsTheNextOnes() {
		FakeApp app = gated();
		HttpAppChannel channel = one(app, limits(1, 1, MANY, LONG));
		var first = begin(channel, get("first"));
		List<LeavingCaller> leaving = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			LeavingCaller caller = new LeavingCaller();
			call(channel, get("leaving")).subscribe(caller);
			leaving.add(caller);
		}
		leaving.forEach(LeavingCaller::cancel);
		leaving.forEach(LeavingCaller::awaitEnd);
		this.gate.countDown();
		assertThat(textOf(first)).isEqualTo("ok");
		assertWorks(channel);
		assertThat(app.connections()).isOne();
		assertThat(app.take().line() + app.take().line()).doesNotContain("leaving");
	}

	@Test
	void whenManyThatWaitedDoNotWantTheConnectionAnyMoreThenEachPassesItOn() {
		FakeApp app = gated();
		Http1Pool pool = new Http1Pool(HttpOrigin.of(false, "127.0.0.1", app.port()), limits(1, 1, MANY, LONG),
				loops());
		List<Unwilling> all = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			Unwilling each = new Unwilling(pool);
			all.add(each);
			pool.acquire(each);
		}
		Await.until("each had its turn", () -> all.stream().allMatch((each) -> each.had));
		assertThat(app.connections()).isOne();
		assertThat(all).allMatch((each) -> each.depth < 500);
		pool.close().then(loops().disposeLater(LIMIT.minus(LIMIT), LIMIT)).block(LIMIT);
	}

	private static final class Unwilling implements Http1Waiter {

		private final Http1Pool pool;

		private volatile boolean had;

		private int depth;

		Unwilling(Http1Pool pool) {
			this.pool = pool;
		}

		@Override
		public void waits() {
		}

		@Override
		public void connected(Http1Connection connection) {
			this.depth = new Throwable().getStackTrace().length;
			this.had = true;
			this.pool.release(connection);
		}

		@Override
		public void refused(Throwable reason) {
			throw new AssertionError(reason);
		}

	}

}
