package dev.daprinvoke.transport.peer;

import java.util.concurrent.atomic.AtomicBoolean;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakePeer;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.PeerExchange;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Answers of other sidecars when bodies hold the memory.
 */
class PeerAnswerMemoryTests extends PeerHarness {

	private final AtomicBoolean many = new AtomicBoolean();

	private final AtomicBoolean tooMany = new AtomicBoolean();

	private final GrpcPeerChannel watched = new GrpcPeerChannel(TestLoops.HOP, PeerSettings.DEFAULTS,
			UnaryCallObserver.NONE, new BodyMemory(() -> !this.many.get(), () -> !this.tooMany.get()));

	PeerAnswerMemoryTests() {
		closing(this.watched::close);
	}

	private InvokeResponse answer(FakePeer peer) {
		return this.watched.call(peer.endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow();
	}

	@Test
	void whenBodiesAreManyThenAnAnswerThatStreamsIsRefusedAndItsCallCancelled() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "first")));
		this.many.set(true);
		assertThat(catchThrowable(() -> answer(peer))).isInstanceOf(BodyMemoryException.class);
		PeerExchange exchange = peer.take();
		Await.until("the call is cancelled", exchange::isCancelled);
	}

	@Test
	void whenBodiesAreManyThenAnAnswerThatIsCompletePasses() {
		FakePeer peer = peer((exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(200), "small")).close(Status.OK)));
		this.many.set(true);
		this.tooMany.set(true);
		InvokeBody small = answer(peer).body();
		assertThat(small).isInstanceOf(InvokeBody.Whole.class);
		assertThat(Buffers.text(small)).isEqualTo("small");
	}

	@Test
	void whenBodiesAreTooManyThenTheReaderOfOneThatGoesOnIsToldAndItsCallCancelled() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "first")));
		InvokeResponse response = answer(peer);
		PeerExchange exchange = peer.take();
		StepVerifier.create(response.body().bytes().map(Buffers::text)).expectNext("first").then(() -> {
			this.tooMany.set(true);
			exchange.send(Frames.later("second", 1));
		}).expectError(BodyMemoryException.class).verify(LIMIT);
		Await.until("the call is cancelled", exchange::isCancelled);
	}

	@Test
	void whenBodiesAreTooManyThenOneThatJustEndsHasEnded() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "first")));
		InvokeResponse response = answer(peer);
		PeerExchange exchange = peer.take();
		StepVerifier.create(response.body().bytes().map(Buffers::text)).expectNext("first").then(() -> {
			this.tooMany.set(true);
			exchange.close(Status.OK);
		}).expectComplete().verify(LIMIT);
	}

}
