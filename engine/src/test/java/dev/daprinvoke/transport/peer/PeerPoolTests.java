package dev.daprinvoke.transport.peer;

import java.time.Duration;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakePeer;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.PeerExchange;
import dev.daprinvoke.testkit.TestLoops;

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
		GrpcPeerChannel impatient = new GrpcPeerChannel(TestLoops.HOP, new PeerSettings(4 << 20, 4 << 20, 512 * 1024,
				Duration.ofSeconds(1), Duration.ofMillis(20), Duration.ofMillis(5)));
		closing(impatient::close);
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
	void whenACallLastsLongerThanConnectionsMayBeIdleThenItGoesOn() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "a")));
		FakePeer other = peer((exchange) -> exchange.close(Status.NOT_FOUND));
		GrpcPeerChannel impatient = new GrpcPeerChannel(TestLoops.HOP, new PeerSettings(4 << 20, 4 << 20, 512 * 1024,
				Duration.ofSeconds(1), Duration.ofMillis(20), Duration.ofMillis(1)));
		closing(impatient::close);
		InvokeResponse response = impatient.call(peer.endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow();
		PeerExchange exchange = peer.take();
		// What was used later is closed: so the first connection has left the pool too.
		impatient.call(other.endpoint(), Calls.get()).onErrorComplete().block(LIMIT);
		Await.until("the other idle connection is closed", () -> other.openConnections() == 0);
		InvokeResponse next = impatient.call(peer.endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow();
		assertThat(peer.connections()).isGreaterThanOrEqualTo(2);
		exchange.send(Frames.later("b", 1)).close(Status.OK);
		assertThat(Buffers.text(response.body())).isEqualTo("ab");
		next.body().discard();
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
