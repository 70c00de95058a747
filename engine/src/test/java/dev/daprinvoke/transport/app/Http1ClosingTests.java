package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A channel that is closed: whatever its calls are waiting for, they end.
 */
class Http1ClosingTests extends Http1Harness {

	private static final String CLOSED = "\": the connections are closed";

	@Test
	void whenItIsClosedThenIdleConnectionsAreClosedAndLaterCallsFailAtOnce() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app);
		assertWorks(channel);
		channel.close().block(LIMIT);
		Await.until("the connection is closed", () -> app.openConnections() == 0);
		var later = begin(channel, get("later"));
		assertThat(later).isCompletedExceptionally();
		assertThat(failureOf(later)).hasMessageEndingWith("/later" + CLOSED);
		assertThat(app.connections()).isOne();
	}

	@Test
	void whenItIsClosedThenCallsThatWaitForTheAppFail() {
		FakeApp app = app((exchange) -> exchange.awaitClientClose());
		HttpAppChannel channel = one(app, limits(1, 1, 10, LONG));
		var asked = begin(channel, get("asked"));
		var waiting = begin(channel, get("waiting"));
		app.take();
		channel.close().block(LIMIT);
		assertThat(failureOf(asked)).hasMessageEndingWith("/asked\": EOF");
		assertThat(failureOf(waiting)).hasMessageEndingWith("/waiting" + CLOSED);
		Await.until("the connection is closed", () -> app.openConnections() == 0);
		assertThat(app.connections()).isOne();
	}

	@Test
	void whenItIsClosedThenTheReaderOfAnAnswerIsTold() {
		CountDownLatch answered = new CountDownLatch(1);
		FakeApp app = app((exchange) -> {
			exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
			answered.countDown();
			exchange.awaitClientClose();
		});
		HttpAppChannel channel = one(app);
		var signals = answer(channel, get("items")).body()
			.bytes()
			.map(Buffers::text)
			.materialize()
			.collectList()
			.toFuture();
		await(answered);
		channel.close().block(LIMIT);
		assertThat(signals).succeedsWithin(LIMIT)
			.satisfies((all) -> assertThat(all.get(all.size() - 1).getThrowable()).hasMessage("unexpected EOF"));
	}

	@Test
	void whenItIsClosedWhileAConnectionIsOpenedThenAllCallsFailAndItIsClosed() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app, limits(1, 1, 10, LONG));
		AtomicBoolean on = holdUp();
		var opening = begin(channel, get("opening"));
		var waiting = begin(channel, get("waiting"));
		var closed = channel.close().toFuture();
		var later = begin(channel, get("later"));
		assertThat(waiting).isCompletedExceptionally();
		assertThat(failureOf(waiting)).hasMessageEndingWith("/waiting" + CLOSED);
		assertThat(later).isCompletedExceptionally();
		assertThat(failureOf(later)).hasMessageEndingWith("/later" + CLOSED);
		on.set(true);
		assertThat(failureOf(opening)).hasMessageEndingWith("/opening" + CLOSED);
		assertThat(closed).succeedsWithin(LIMIT);
		Await.until("the connection is closed", () -> app.openConnections() == 0);
	}

	@Test
	void whenItIsClosedWhileTheAppDoesNotShakeHandsThenNobodyWaitsForThat() throws IOException {
		try (ServerSocket app = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			HttpAppChannel channel = one(app.getLocalPort(), HttpDialect.HTTPS, limits(1, 1, 10, LONG));
			var opening = begin(channel, get("opening"));
			var waiting = begin(channel, get("waiting"));
			try (Socket accepted = app.accept()) {
				assertThat(accepted.getInputStream().read()).isPositive();
				assertThat(channel.close().toFuture()).succeedsWithin(LIMIT);
				assertThat(failureOf(waiting)).hasMessageEndingWith("/waiting" + CLOSED);
				assertThat(begin(channel, get("later"))).isCompletedExceptionally();
				assertThat(failureOf(opening)).hasMessageEndingWith("/opening" + CLOSED);
			}
		}
	}

	@Test
	void whenItIsClosedTwiceThenNothingHappens() {
		HttpAppChannel channel = one(answering(OK));
		assertWorks(channel);
		channel.close().block(LIMIT);
		channel.close().block(LIMIT);
	}

}
