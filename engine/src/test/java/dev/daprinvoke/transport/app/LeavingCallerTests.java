package dev.daprinvoke.transport.app;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.TestLoops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that go away at the very time at which the answer begins, an answer without
 * end: whoever of the two comes first, the app is told.
 */
class LeavingCallerTests extends HttpAppHarness {

	// Netty's server ends a connection with 200 reset streams in half a minute.
	private static final int CALLS = 150;

	private static final int CLOSED_CALLS = 3000;

	/** How much later, or earlier, the next caller leaves, in nanoseconds. */
	private static final long PATIENCE_STEP = 3000;

	private final Set<String> open = ConcurrentHashMap.newKeySet();

	private final Set<String> came = ConcurrentHashMap.newKeySet();

	@ParameterizedTest
	@EnumSource(names = { "HTTP", "H2C" })
	void whenTheAnswerBeginsAsItsCallerLeavesThenItIsGivenUp(HttpDialect dialect) {
		HttpAppChannel channel = channel(HttpAppSettings.of("127.0.0.1", app(dialect).port()).withDialect(dialect));
		for (int i = 0; i < CALLS; i++) {
			String path = "/" + i;
			Caller caller = new Caller();
			call(channel, Calls.request(Verb.GET, path.substring(1), InvokeBody.EMPTY)).subscribe(caller);
			Await.until("the call came", () -> this.came.contains(path));
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(i % 100 * 5));
			caller.dispose();
		}
		Await.until("no answer goes on", this.open::isEmpty);
	}

	// The connection is closed already when its caller leaves, and the bytes of its
	// answer
	// still wait.
	@Test
	void whenTheAppClosesBehindAnAnswerThatNobodyTakesThenNothingIsLost() {
		HttpAppChannel channel = channel(app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
			exchange.close();
		}));
		List<Throwable> lost = new CopyOnWriteArrayList<>();
		Hooks.onErrorDropped(lost::add);
		try {
			long patience = 400_000;
			Random random = new Random(7);
			for (int i = 0; i < CLOSED_CALLS; i++) {
				LeavingCaller caller = new LeavingCaller();
				call(channel, Calls.get()).subscribe(caller);
				LockSupport.parkNanos(patience + random.nextInt(60_000) - 30_000);
				caller.cancel();
				patience += caller.awaitEnd().isAnswered() ? -PATIENCE_STEP : PATIENCE_STEP;
			}
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(lost).isEmpty();
	}

	private DisposableServer app(HttpDialect dialect) {
		DisposableServer server = HttpServer.create()
			.protocol((dialect == HttpDialect.H2C) ? HttpProtocol.H2C : HttpProtocol.HTTP11)
			.host("127.0.0.1")
			.port(0)
			.runOn(TestLoops.APP)
			.handle((request, response) -> {
				this.open.add(request.uri());
				this.came.add(request.uri());
				request.withConnection((connection) -> connection.onTerminate()
					.subscribe(null, (error) -> this.open.remove(request.uri()),
							() -> this.open.remove(request.uri())));
				return response.neverComplete();
			})
			.bindNow(LIMIT);
		closeLater(() -> server.disposeNow(LIMIT));
		return server;
	}

	/** Takes an answer also after it has left, as whoever owns buffers must. */
	private static final class Caller extends BaseSubscriber<InvokeResponse> {

		@Override
		protected void hookOnNext(InvokeResponse response) {
			response.body().discard();
		}

	}

}
