package dev.daprinvoke.transport.peer;

import java.util.Random;
import java.util.function.Consumer;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakePeer;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.PeerExchange;
import dev.daprinvoke.testkit.TcpLink;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that break the rules of contract section 2.5: the call fails, nothing is lost,
 * and the next call works.
 */
class PeerViolationTests extends PeerHarness {

	@Test
	void whenThePeerEndsWithoutAnyFrameThenItIsAnEndOfFile() {
		FakePeer peer = peer((exchange) -> exchange.whenComplete(() -> exchange.close(Status.OK)));
		assertThat(failure(peer.endpoint(), Calls.get())).hasMessage("EOF");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenTheFirstFrameHasNoStatusThenTheCallFailsAndIsCancelled(boolean withPayload) {
		FakePeer peer = peer((exchange) -> exchange
			.send(withPayload ? Frames.later("early", 0) : Frames.first(Frames.response(0).clearStatus()))
			.send(Frames.later("more", 1)));
		assertThat(failure(peer.endpoint(), Calls.get()))
			.hasMessage("response does not contain the required fields in the leading chunk");
		PeerExchange exchange = peer.take();
		Await.until("the call is cancelled", exchange::isCancelled);
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 103, 199, 1000, Integer.MAX_VALUE })
	void whenTheStatusIsThatOfNoAnswerThenTheCallFailsAndIsCancelled(int status) {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(status), "early"))
			.send(Frames.later("more", 1)));
		assertThat(failure(peer.endpoint(), Calls.get()))
			.hasMessage("response has the status " + status + " (expected: one of gRPC, or from 200 to 999)");
		PeerExchange exchange = peer.take();
		Await.until("the call is cancelled", exchange::isCancelled);
	}

	@Test
	void whenTheStatusIsThereButZeroThenItIsFine() {
		FakePeer peer = peer((exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(0), "sse")).close(Status.OK)));
		InvokeResponse response = answer(peer, Calls.get());
		assertThat(response.httpStatus()).isEqualTo(200);
		assertThat(Buffers.text(response.body())).isEqualTo("sse");
	}

	@Test
	void whenASequenceNumberIsWrongThenTheReaderIsToldAndTheCallCancelled() {
		assertBreaksOff((exchange) -> exchange.send(Frames.later("lost", 7)),
				"invalid sequence number received: 7 (expected: 1)");
	}

	@Test
	void whenALaterFrameHasMetadataThenTheReaderIsToldAndTheCallCancelled() {
		assertBreaksOff((exchange) -> exchange.send(Frames.first(Frames.response(200), "lost")),
				"response metadata found in non-leading chunk");
	}

	@Test
	void whenALaterMessageIsGarbageThenTheReaderIsTold() {
		assertBreaksOff((exchange) -> exchange.send(new byte[] { 0x0a, 5, 1 }),
				"rpc error: code = Internal desc = grpc: failed to unmarshal the received message: "
						+ "proto: cannot parse invalid wire-format data");
	}

	@Test
	void whenALaterMessageIsOverTheLimitThenTheReaderIsTold() {
		assertBreaksOff((exchange) -> exchange.send(Frames.later("x".repeat(5 << 20), 1)),
				"rpc error: code = ResourceExhausted desc = "
						+ "grpc: received message larger than max (5242892 vs. 4194304); the limit is --max-body-size");
	}

	private void assertBreaksOff(Consumer<PeerExchange> violation, String message) {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "fine")));
		InvokeResponse response = answer(peer, Calls.get());
		PeerExchange exchange = peer.take();
		StepVerifier.create(response.body().bytes().map(Buffers::text))
			.expectNext("fine")
			.then(() -> violation.accept(exchange))
			.expectErrorSatisfies((error) -> {
				assertThat(error).isInstanceOf(InvokeException.class);
				assertThat(error).hasMessage(message);
			})
			.verify(LIMIT);
		Await.until("the call is cancelled", exchange::isCancelled);
		var next = this.channel.call(peer.endpoint(), Calls.get()).toFuture();
		peer.take().close(Status.OK);
		assertThat(next).succeedsWithin(LIMIT).satisfies((again) -> again.body().discard());
	}

	@Test
	void whenTheFirstFrameIsOverTheLimitThenTheCallFails() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "x".repeat(5 << 20))));
		assertThat(failure(peer.endpoint(), Calls.get())).message()
			.startsWith("rpc error: code = ResourceExhausted desc = grpc: received message larger than max (52429")
			.endsWith(" vs. 4194304); the limit is --max-body-size");
	}

	@Test
	void whenTheFirstFrameIsGarbageThenTheCallFailsAndIsCancelled() {
		FakePeer peer = peer((exchange) -> exchange.send(new byte[] { 0x0a, 5, 1 }));
		assertThat(failure(peer.endpoint(), Calls.get()))
			.hasMessage("rpc error: code = Internal desc = grpc: failed to unmarshal the received message: "
					+ "proto: cannot parse invalid wire-format data");
		Await.until("the call is cancelled", peer.take()::isCancelled);
	}

	@Test
	void whenALaterFrameHasAnEmptyResponseThenItIsFine() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(0), "a"))
			.send(Frames.withEmptyResponse("b", 1))
			.send(Frames.withEmptyResponse("c", 2))
			.close(Status.OK));
		assertThat(Buffers.text(answer(peer, Calls.get()).body())).isEqualTo("abc");
	}

	@Test
	void whenAFrameOfAMebibyteComesThenItIsTaken() {
		String text = "x".repeat(1 << 20);
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), text))
			.send(Frames.later(text, 1))
			.close(Status.OK));
		assertThat(Buffers.text(answer(peer, Calls.get()).body())).hasSize(2 << 20);
	}

	@Test
	void whenTheFirstSequenceNumberIsNotZeroThenTheReaderIsTold() {
		FakePeer peer = peer(
				(exchange) -> exchange.send(Frames.first(Frames.response(200))).send(Frames.later("lost", 1)));
		InvokeResponse response = answer(peer, Calls.get());
		StepVerifier.create(response.body().bytes())
			.expectErrorMessage("invalid sequence number received: 1 (expected: 0)")
			.verify(LIMIT);
	}

	@Test
	void whenThePeerFailsAfterTheFirstFrameThenItsStatusReachesTheReader() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "fine")));
		InvokeResponse response = answer(peer, Calls.get());
		StepVerifier.create(response.body().bytes().map(Buffers::text))
			.expectNext("fine")
			.then(() -> peer.take().close(Status.INTERNAL.withDescription("broken")))
			.expectErrorMessage("rpc error: code = Internal desc = broken")
			.verify(LIMIT);
	}

	@Test
	void whenThePeerDiesMidStreamThenTheReaderIsTold() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "fine")));
		TcpLink link = closing(TcpLink.to(peer.endpoint()));
		InvokeResponse response = this.channel.call(link.endpoint(), Calls.get()).blockOptional(LIMIT).orElseThrow();
		StepVerifier.create(response.body().bytes().map(Buffers::text))
			.expectNext("fine")
			.then(link::cut)
			.expectErrorMessage("rpc error: code = Unavailable desc = error reading from server: EOF")
			.verify(LIMIT);
	}

	@Test
	void whenAPeerSendsAnythingThenEveryCallEndsAndNothingIsLost() {
		Random random = new Random(11);
		FakePeer peer = peer((exchange) -> {
			int frames = random.nextInt(5);
			for (int i = 0; i < frames; i++) {
				exchange.send(anything(random, i));
			}
			exchange.close(random.nextBoolean() ? Status.OK : Status.ABORTED);
		});
		for (int round = 0; round < 300; round++) {
			LeavingCaller caller = new LeavingCaller();
			this.channel.call(peer.endpoint(), Calls.post("body")).subscribe(caller);
			caller.awaitEnd();
		}
	}

	private static byte[] anything(Random random, int seq) {
		return switch (random.nextInt(5)) {
			case 0 -> Frames.first(Frames.response(random.nextInt(600)), "first");
			case 1 -> Frames.later("later", seq);
			case 2 -> Frames.later("wrong", random.nextLong());
			case 3 -> new byte[0];
			default -> {
				byte[] bytes = new byte[random.nextInt(50)];
				random.nextBytes(bytes);
				yield bytes;
			}
		};
	}

}
