package dev.daprinvoke.transport.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections without calls: how long they are kept, and what ends them.
 */
class Http1IdleTests extends Http1Harness {

	@Test
	void whenCallsFollowEachOtherThenTheyUseOneConnection() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app);
		for (int i = 0; i < 20; i++) {
			assertWorks(channel);
		}
		assertThat(app.connections()).isOne();
	}

	@Test
	void whenTheAppClosesAnIdleConnectionThenTheNextCallIsOnAnother() {
		CountDownLatch answered = new CountDownLatch(1);
		FakeApp app = app((exchange) -> {
			exchange.send(OK);
			if (exchange.line().contains("/first")) {
				await(answered);
				exchange.finish();
				exchange.awaitClientClose();
			}
		});
		HttpAppChannel channel = one(app);
		assertThat(textOf(begin(channel, get("first")))).isEqualTo("ok");
		settle();
		answered.countDown();
		Await.until("we have closed it, too", () -> app.openConnections() == 0);
		assertWorks(channel);
		assertThat(app.connections()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
			"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n" })
	void whenBytesComeOnAnIdleConnectionThenItIsClosed(String bytes) {
		CountDownLatch answered = new CountDownLatch(1);
		FakeApp app = app((exchange) -> {
			exchange.send(OK);
			if (exchange.line().contains("/first")) {
				await(answered);
				exchange.send(bytes);
			}
		});
		HttpAppChannel channel = one(app);
		assertThat(textOf(begin(channel, get("first")))).isEqualTo("ok");
		settle();
		answered.countDown();
		Await.until("it is closed", () -> app.openConnections() == 0);
		assertWorks(channel);
		assertThat(app.connections()).isEqualTo(2);
	}

	@Test
	void whenConnectionsAreTooOldThenTheyAreNotLentAndClosed() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app, limits(1024, 64, 10, Duration.ZERO));
		for (int i = 0; i < 5; i++) {
			assertWorks(channel);
		}
		assertThat(app.connections()).isEqualTo(5);
		Await.until("they are closed", () -> app.openConnections() == 0);
		assertWorks(channel);
		assertThat(app.connections()).isEqualTo(6);
	}

	@Test
	void whenConnectionsHaveBeenIdleForTheirTimeThenTheyAreClosed() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app, limits(1024, 64, 10, Duration.ofMillis(1)));
		for (int round = 1; round <= 2; round++) {
			int before = app.connections();
			assertWorks(channel);
			assertThat(app.connections()).isEqualTo(before + 1);
			Await.until("it is closed", () -> app.openConnections() == 0);
		}
	}

	@Test
	void whenTheOnlyConnectionIsTooOldThenTheCallWaitsForAnother() {
		FakeApp app = answering(OK);
		HttpAppChannel channel = one(app, limits(1, 1, 10, Duration.ZERO));
		for (int i = 1; i <= 3; i++) {
			assertWorks(channel);
			assertThat(app.connections()).isEqualTo(i);
		}
	}

	@Test
	void whenMoreConnectionsAreIdleThanAreKeptThenOnlyTheseStay() {
		FakeApp app = together(8);
		HttpAppChannel channel = one(app, limits(1024, 3, 10, LONG));
		callTogether(channel, 8);
		assertThat(app.connections()).isEqualTo(8);
		Await.until("three are left", () -> app.openConnections() <= 3);
		for (int i = 0; i < 5; i++) {
			callTogether(channel, 3);
		}
		assertThat(app.openConnections()).isEqualTo(3);
		assertThat(app.connections()).isEqualTo(8);
	}

	/** An app whose first answers come when so many calls are there. */
	private FakeApp together(int calls) {
		CountDownLatch all = new CountDownLatch(calls);
		return app((exchange) -> {
			all.countDown();
			await(all);
			exchange.send(OK);
		});
	}

	private static void callTogether(HttpAppChannel channel, int number) {
		List<CompletableFuture<InvokeResponse>> calls = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			calls.add(begin(channel, get("items")));
		}
		calls.forEach((call) -> assertThat(textOf(call)).isEqualTo("ok"));
	}

}
