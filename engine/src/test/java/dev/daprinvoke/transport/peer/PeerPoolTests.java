package dev.daprinvoke.transport.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.AbruptPeer;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakePeer;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.LogLines;
import dev.daprinvoke.testkit.PeerExchange;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.HopSecurity;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 2.7.
 */
class PeerPoolTests extends PeerHarness {

	@ParameterizedTest
	@EnumSource(names = { "UNAVAILABLE", "UNAUTHENTICATED" })
	void whenThePeerIsUnavailableOrDoesNotKnowUsThenTheConnectionIsGivenUp(Status.Code code) {
		FakePeer peer = peer((exchange) -> exchange.close(code.toStatus()));
		failure(peer.endpoint(), Calls.get());
		Await.until("the connection is closed", () -> peer.openConnections() == 0);
		failure(peer.endpoint(), Calls.get());
		assertThat(peer.connections()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "NOT_FOUND", "INTERNAL", "PERMISSION_DENIED" })
	void whenThePeerFailsOtherwiseThenTheConnectionStays(Status.Code code) {
		FakePeer peer = peer((exchange) -> exchange.close(code.toStatus()));
		for (int i = 0; i < 3; i++) {
			failure(peer.endpoint(), Calls.get());
		}
		assertThat(peer.connections()).isOne();
		assertThat(peer.openConnections()).isOne();
	}

	@Test
	void whenTwoCallsFailOnOneConnectionThenTheOneOpenedMeanwhileStays() {
		FakePeer peer = peer((exchange) -> {
		});
		var first = this.channel.call(peer.endpoint(), Calls.get()).toFuture();
		var second = this.channel.call(peer.endpoint(), Calls.get()).toFuture();
		var exchanges = new PeerExchange[] { peer.take(), peer.take() };
		exchanges[0].close(Status.UNAVAILABLE);
		Await.until("a call has failed", () -> first.isDone() || second.isDone());
		var third = this.channel.call(peer.endpoint(), Calls.get()).toFuture();
		var onNewConnection = peer.take();
		exchanges[1].close(Status.UNAVAILABLE);
		Await.until("both calls have failed", () -> first.isDone() && second.isDone());
		Await.until("the old connection is closed", () -> peer.openConnections() == 1);
		var fourth = this.channel.call(peer.endpoint(), Calls.get()).toFuture();
		var again = peer.take();
		assertThat(peer.connections()).isEqualTo(2);
		onNewConnection.close(Status.NOT_FOUND);
		again.close(Status.NOT_FOUND);
		assertThat(third).failsWithin(LIMIT);
		assertThat(fourth).failsWithin(LIMIT);
	}

	@Test
	void whenAConnectionIsIdleForLongThenItIsClosedAndTheNextCallOpensOne() {
		FakePeer peer = peer((exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(200), "ok")).close(Status.OK)));
		GrpcPeerChannel impatient = impatient(Duration.ofMillis(5));
		for (int i = 1; i <= 2; i++) {
			InvokeResponse response = impatient.call(peer.endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow();
			assertThat(Buffers.text(response.body())).isEqualTo("ok");
			Await.until("the idle connection is closed", () -> peer.openConnections() == 0);
			// One more if the call was slow to start and its connection was closed
			// before.
			assertThat(peer.connections()).isGreaterThanOrEqualTo(i);
		}
	}

	@Test
	void whenACallLastsLongerThanConnectionsMayBeIdleThenItsConnectionStays() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "a")));
		FakePeer other = peer((exchange) -> exchange.close(Status.NOT_FOUND));
		GrpcPeerChannel impatient = impatient(Duration.ofMillis(1));
		InvokeResponse response = impatient.call(peer.endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow();
		PeerExchange exchange = peer.take();
		// What was used later is closed: so the sweep has seen the first connection too.
		impatient.call(other.endpoint(), Calls.get()).onErrorComplete().block(LIMIT);
		Await.until("the other idle connection is closed", () -> other.openConnections() == 0);
		InvokeResponse next = impatient.call(peer.endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow();
		assertThat(peer.connections()).isOne();
		exchange.send(Frames.later("b", 1)).close(Status.OK);
		peer.take().close(Status.OK);
		assertThat(Buffers.text(response.body())).isEqualTo("ab");
		assertThat(Buffers.text(next.body())).isEqualTo("a");
		Await.until("the connection is closed when nobody reads from it", () -> peer.openConnections() == 0);
	}

	private GrpcPeerChannel impatient(Duration sweepInterval) {
		GrpcPeerChannel impatient = new GrpcPeerChannel(TestLoops.HOP, new PeerSettings(4 << 20, 4 << 20, 256 * 1024,
				Duration.ofSeconds(1), Duration.ofMillis(20), sweepInterval, HopSecurity.PLAINTEXT),
				UnaryCallObserver.NONE);
		closing(impatient::close);
		return impatient;
	}

	@Test
	void whenThePeerAllowsFewStreamsThenNoCallWaitsForAnother() {
		FakePeer peer = closing(FakePeer.limited(3, (exchange) -> {
		}));
		List<CompletableFuture<InvokeResponse>> answers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			answers.add(this.channel.call(peer.endpoint(), Calls.get()).toFuture());
		}
		List<PeerExchange> exchanges = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			exchanges.add(peer.take());
		}
		assertThat(peer.connections()).isEqualTo(4);
		exchanges.forEach((exchange) -> exchange.send(Frames.first(Frames.response(200))).close(Status.OK));
		answers
			.forEach((answer) -> assertThat(answer).succeedsWithin(LIMIT).satisfies((each) -> each.body().discard()));
		// What has room again is used again.
		for (int i = 0; i < 3; i++) {
			this.channel.call(peer.endpoint(), Calls.get()).subscribe(new LeavingCaller());
			peer.take();
		}
		assertThat(peer.connections()).isEqualTo(4);
	}

	@Test
	void whenThereAreAsManyConnectionsAsMayBeThenCallsWaitForTheirTurn() {
		FakePeer peer = closing(FakePeer.limited(1, (exchange) -> {
		}));
		int calls = ConnectionPool.MOST_TO_ONE + 6;
		List<CompletableFuture<InvokeResponse>> answers = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			answers.add(this.channel.call(peer.endpoint(), Calls.get()).toFuture());
		}
		List<PeerExchange> exchanges = new ArrayList<>();
		for (int i = 0; i < ConnectionPool.MOST_TO_ONE; i++) {
			exchanges.add(peer.take());
		}
		exchanges.forEach((exchange) -> exchange.send(Frames.first(Frames.response(200))).close(Status.OK));
		for (int i = ConnectionPool.MOST_TO_ONE; i < calls; i++) {
			peer.take().send(Frames.first(Frames.response(200))).close(Status.OK);
		}
		answers
			.forEach((answer) -> assertThat(answer).succeedsWithin(LIMIT).satisfies((each) -> each.body().discard()));
		assertThat(peer.connections()).isEqualTo(ConnectionPool.MOST_TO_ONE);
	}

	@Test
	void whenSeveralConnectionsAreIdleThenOneLineCountsThem() {
		FakePeer peer = closing(FakePeer.limited(1, (exchange) -> {
		}));
		LogLines log = closing(LogLines.of(ConnectionPool.class));
		GrpcPeerChannel patient = new GrpcPeerChannel(TestLoops.HOP, new PeerSettings(4 << 20, 4 << 20, 256 * 1024,
				Duration.ofSeconds(1), Duration.ZERO, Duration.ofMillis(300), HopSecurity.PLAINTEXT),
				UnaryCallObserver.NONE);
		closing(patient::close);
		for (int i = 0; i < 3; i++) {
			patient.call(peer.endpoint(), Calls.get()).subscribe(new LeavingCaller());
		}
		List<PeerExchange> exchanges = List.of(peer.take(), peer.take(), peer.take());
		exchanges.forEach((exchange) -> exchange.close(Status.OK));
		Await.until("the idle connections are closed", () -> peer.openConnections() == 0);
		// The last answers may come while a sweep is under way.
		assertThat(log.lines()
			.stream()
			.filter((line) -> line.endsWith(peer.endpoint().toString()))
			.mapToInt((line) -> purged(line, peer.endpoint()))
			.sum()).isEqualTo(3);
	}

	private static int purged(String line, Endpoint endpoint) {
		String pattern = "Purged (\\d+) expired gRPC connection\\(s\\) to " + endpoint;
		assertThat(line).matches(pattern);
		return Integer.parseInt(line.replaceAll(pattern, "$1"));
	}

	@Test
	void whenThePeerGoesAwayThenCallsInFlightFinishAndNewOnesTakeANewConnection() {
		FakePeer first = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "a")));
		InvokeResponse response = answer(first, Calls.get());
		PeerExchange exchange = first.take();
		first.goAway();
		FakePeer second = closing(FakePeer.start(
				(next) -> next
					.whenComplete(() -> next.send(Frames.first(Frames.response(200), "new")).close(Status.OK)),
				null, first.endpoint().port()));
		Await.until("a call takes the new connection", () -> {
			InvokeResponse next = this.channel.call(second.endpoint(), Calls.get()).onErrorComplete().block(LIMIT);
			// The first peer may still take a call that comes before its farewell.
			return next != null && Buffers.text(next.body().bytes().take(1)).equals("new");
		});
		exchange.send(Frames.later("b", 1)).close(Status.OK);
		assertThat(Buffers.text(response.body())).isEqualTo("ab");
	}

	@ParameterizedTest
	@EnumSource(names = { "GO_AWAY", "REFUSE" })
	void whenThePeerHasNotLookedAtACallThenItBeginsAgainUncounted(AbruptPeer.Behaviour refusal) {
		AbruptPeer peer = closing(AbruptPeer.start(refusal, AbruptPeer.Behaviour.ANSWER));
		InvokeResponse response = this.channel.call(peer.endpoint(), Calls.post("body"))
			.blockOptional(LIMIT)
			.orElseThrow();
		assertThat(Buffers.text(response.body())).isEqualTo("ok");
		assertThat(peer.calls()).isEqualTo(2);
	}

	@Test
	void whenThePeerNeverLooksAtACallThenItFailsAsNotSent() {
		AbruptPeer peer = closing(AbruptPeer.start(AbruptPeer.Behaviour.GO_AWAY));
		ByteBuf content = Buffers.of("body");
		assertThat(failure(peer.endpoint(), Calls.request(Verb.POST, "items", new InvokeBody.Whole(content))))
			.isInstanceOfSatisfying(PeerException.class, (failure) -> assertThat(failure.sent()).isFalse());
		assertThat(peer.calls()).isEqualTo(4);
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	@Test
	void whenABodyWasTouchedThatCannotBeSentAgainThenARefusedCallFails() {
		AbruptPeer peer = closing(AbruptPeer.start(AbruptPeer.Behaviour.REFUSE, AbruptPeer.Behaviour.ANSWER));
		Flux<ByteBuf> once = Flux.defer(() -> Flux.just(Buffers.of("body")).concatWith(Flux.never()));
		assertThat(failure(peer.endpoint(), Calls.request(Verb.POST, "items", new InvokeBody.Streaming(once))))
			.isInstanceOf(PeerException.class);
		assertThat(peer.calls()).isOne();
	}

	@Test
	void whenConnectionsAreSweptAwayAllTheTimeThenNoCallFails() {
		FakePeer peer = peer((exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(200), "ok")).close(Status.OK)));
		GrpcPeerChannel restless = new GrpcPeerChannel(TestLoops.HOP, new PeerSettings(4 << 20, 4 << 20, 256 * 1024,
				Duration.ofSeconds(1), Duration.ZERO, Duration.ofMillis(1), HopSecurity.PLAINTEXT),
				UnaryCallObserver.NONE);
		closing(restless::close);
		assertCallsSucceed(restless, peer.endpoint(), Duration.ofSeconds(1), Duration.ofMillis(5));
		assertThat(peer.connections()).isGreaterThan(1);
		Await.until("the last connection is closed too", () -> peer.openConnections() == 0);
	}

	@Test
	void whenThePeerGoesAwayFromConnectionsAllTheTimeThenNoCallFails() {
		FakePeer peer = closing(FakePeer.restless((exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(200), "ok")).close(Status.OK))));
		assertCallsSucceed(this.channel, peer.endpoint(), Duration.ofSeconds(3), Duration.ZERO);
		assertThat(peer.connections()).isGreaterThan(1);
	}

	// Several at the same time, one after the other, until the time is over.
	private static void assertCallsSucceed(GrpcPeerChannel channel, Endpoint endpoint, Duration time, Duration pause) {
		Mono<String> call = Mono.defer(() -> channel.call(endpoint, Calls.post("body")))
			.flatMap((response) -> response.body().bytes().map(Buffers::text).reduce("", String::concat));
		long end = System.nanoTime() + time.toNanos();
		Mono.when(Flux.range(0, 2)
			.map((i) -> Mono.delay(pause)
				.then(call.doOnNext((text) -> assertThat(text).isEqualTo("ok")))
				.repeat(() -> System.nanoTime() - end < 0)
				.then())
			.toIterable()).block(time.plus(LIMIT));
	}

	@Test
	void whenCallersLeaveTheQueueThenConnectionsAreNotLost() {
		FakePeer peer = closing(FakePeer.limited(2, (exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(200), "ok")).close(Status.OK))));
		Random random = new Random(5);
		for (int round = 0; round < 300; round++) {
			LeavingCaller caller = new LeavingCaller();
			this.channel.call(peer.endpoint(), Calls.get()).subscribe(caller);
			LockSupport.parkNanos(random.nextInt(50_000));
			caller.cancel();
		}
		assertThat(Buffers.text(answer(peer, Calls.get()).body())).isEqualTo("ok");
		assertThat(peer.connections()).isLessThanOrEqualTo(ConnectionPool.MOST_TO_ONE);
	}

	@Test
	void whenTheChannelIsClosedThenItsConnectionsAre() {
		FakePeer peer = peer((exchange) -> exchange.close(Status.NOT_FOUND));
		failure(peer.endpoint(), Calls.get());
		this.channel.close();
		Await.until("the connection is closed", () -> peer.openConnections() == 0);
	}

	@Test
	void whenAPeerComesBackThenTheNextCallReachesIt() {
		FakePeer first = peer((exchange) -> exchange.close(Status.NOT_FOUND.withDescription("first")));
		failure(first.endpoint(), Calls.get());
		first.close();
		Await.until("the peer is gone",
				() -> failure(first.endpoint(), Calls.get()).getMessage().contains("connection refused"));
		FakePeer second = closing(
				FakePeer.start((exchange) -> exchange.close(Status.NOT_FOUND.withDescription("second")), null,
						first.endpoint().port()));
		assertThat(failure(second.endpoint(), Calls.get())).hasMessageEndingWith("desc = second");
	}

}
