package dev.daprinvoke.transport.peer;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakePeer;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.PeerExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that go away at every stage of a call: the peer is told, and nothing is lost.
 */
class PeerLeavingTests extends PeerHarness {

	@Test
	void whenTheCallerLeavesWhileConnectingThenTheBodyIsReleased() {
		Endpoint silent = dead();
		for (int round = 0; round < 50; round++) {
			ByteBuf content = Buffers.of("hello");
			LeavingCaller caller = new LeavingCaller();
			this.channel.call(silent, Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)))
				.subscribe(caller);
			caller.cancel();
			caller.awaitEnd();
			Await.until("the body is released", () -> content.refCnt() == 0);
		}
	}

	@Test
	void whenTheCallerLeavesBeforeItsCallBeginsThenNothingIsSent() {
		FakePeer peer = peer((exchange) -> exchange.close(Status.OK));
		ByteBuf content = Buffers.of("hello");
		LeavingCaller caller = new LeavingCaller() {

			@Override
			protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
				cancel();
			}

		};
		this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)))
			.subscribe(caller);
		assertThat(content.refCnt()).isZero();
		// Calls of one connection come in order: there was none before this one.
		failure(peer.endpoint(), Calls.get());
		peer.take();
		assertThat(peer.waiting()).isZero();
	}

	@Test
	void whenTheCallerLeavesWhileItsBodyStreamsThenBodyAndCallAreCancelled() {
		FakePeer peer = peer((exchange) -> {
		});
		ManualBody body = new ManualBody();
		LeavingCaller caller = new LeavingCaller();
		this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", body.streaming())).subscribe(caller);
		PeerExchange exchange = peer.take();
		body.awaitReader().next("some");
		caller.cancel();
		Await.until("the call is cancelled", exchange::isCancelled);
		Await.until("the body is cancelled", body::isCancelled);
		ByteBuf late = Buffers.of("late");
		body.next(late);
		assertThat(late.refCnt()).isZero();
	}

	@Test
	void whenTheBodySendsOnWhileTheCallerLeavesThenEveryBufferIsReleased() throws Exception {
		FakePeer peer = peer((exchange) -> {
		});
		Random random = new Random(3);
		for (int round = 0; round < 100; round++) {
			ManualBody body = new ManualBody();
			LeavingCaller caller = new LeavingCaller();
			this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", body.streaming())).subscribe(caller);
			PeerExchange exchange = peer.take();
			body.awaitReader();
			Thread feeder = new Thread(() -> {
				for (int i = 0; i < 50; i++) {
					body.next("part");
				}
			});
			feeder.start();
			LockSupport.parkNanos(random.nextInt(200_000));
			caller.cancel();
			feeder.join(10_000);
			Await.until("the call is cancelled", exchange::isCancelled);
			Await.until("the body is cancelled", body::isCancelled);
		}
	}

	@Test
	void whenTheCallerLeavesWhileItWaitsThenTheCallIsCancelled() {
		FakePeer peer = peer((exchange) -> {
		});
		ByteBuf content = Buffers.of("hello");
		LeavingCaller caller = new LeavingCaller();
		this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)))
			.subscribe(caller);
		PeerExchange exchange = peer.take();
		exchange.take();
		caller.cancel();
		Await.until("the call is cancelled", exchange::isCancelled);
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	@Test
	void whenTheReaderLeavesMidStreamThenTheCallIsCancelled() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "a"))
			.send(Frames.later("b", 1))
			.send(Frames.later("c", 2)));
		InvokeResponse response = answer(peer, Calls.get());
		PeerExchange exchange = peer.take();
		assertThat(Buffers.text(response.body().bytes().take(2))).isEqualTo("ab");
		Await.until("the call is cancelled", exchange::isCancelled);
	}

	@Test
	void whenTheCallerLeavesAtAnyMomentThenNothingIsLost() {
		FakePeer peer = peer(
				(exchange) -> exchange.whenComplete(() -> exchange.send(Frames.first(Frames.response(200), "hello"))
					.send(Frames.later("world", 1))
					.close(Status.OK)));
		Random random = new Random(9);
		int answered = 0;
		for (int round = 0; round < 500; round++) {
			ByteBuf content = Buffers.of("body");
			LeavingCaller caller = new LeavingCaller();
			this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)))
				.subscribe(caller);
			LockSupport.parkNanos(random.nextInt(600_000));
			caller.cancel();
			caller.awaitEnd();
			answered += caller.isAnswered() ? 1 : 0;
			Await.until("the body is released", () -> content.refCnt() == 0);
		}
		assertThat(answered).isBetween(0, 500);
		assertThat(Buffers.text(answer(peer, Calls.get()).body())).isEqualTo("helloworld");
	}

}
