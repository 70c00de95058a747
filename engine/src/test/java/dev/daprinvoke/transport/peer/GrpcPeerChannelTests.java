package dev.daprinvoke.transport.peer;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.error.PeerProtocolException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.ReplayBudget;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeRequestStream;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakePeer;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.LogLines;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.PeerExchange;
import dev.daprinvoke.testkit.TcpLink;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What another sidecar receives, and what comes of its answers (contract sections 2.4 to
 * 2.6).
 */
class GrpcPeerChannelTests extends PeerHarness {

	@Test
	void whenTheBodyIsSmallThenRequestAndAnswerTravelInOneFrameEach() throws Exception {
		FakePeer peer = peer((exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(201), "made")).close(Status.OK)));
		ByteBuf content = Buffers.of("hello");
		InvokeResponse response = answer(peer, Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)));
		assertThat(response.status()).isEqualTo(201);
		assertThat(response.contentType()).isEqualTo("text/plain");
		assertThat(response.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(Buffers.text(response.body())).isEqualTo("made");
		PeerExchange seen = peer.take();
		InternalInvokeRequestStream frame = InternalInvokeRequestStream.parseFrom(seen.take());
		assertThat(frame.getPayload()).isEqualTo(Frames.payload("hello", 0));
		assertThat(frame.getRequest().getMessage().getMethod()).isEqualTo("items");
		assertThat(seen.waiting()).isZero();
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	@Test
	void whenThereIsNoBodyThenTheFrameHasNoPayload() throws Exception {
		FakePeer peer = answering(204);
		assertThat(Buffers.text(answer(peer, Calls.get()).body())).isEmpty();
		assertThat(InternalInvokeRequestStream.parseFrom(peer.take().take()).hasPayload()).isFalse();
	}

	@Test
	void whenTheBodyStreamsThenItsPartsBecomeFramesInSequence() throws Exception {
		FakePeer peer = answering(200);
		ManualBody body = new ManualBody();
		var answer = this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", body.streaming())).toFuture();
		body.awaitReader();
		PeerExchange seen = peer.take();
		// The bytes take long: the head travels alone.
		InternalInvokeRequestStream first = InternalInvokeRequestStream.parseFrom(seen.take());
		assertThat(first.hasRequest()).isTrue();
		assertThat(first.hasPayload()).isFalse();
		for (int seq = 0; seq < 3; seq++) {
			body.next("part " + seq);
			InternalInvokeRequestStream later = InternalInvokeRequestStream.parseFrom(seen.take());
			assertThat(later.hasRequest()).isFalse();
			assertThat(later.getPayload()).isEqualTo(Frames.payload("part " + seq, seq));
		}
		assertThat(answer).isNotDone();
		body.complete();
		assertThat(answer).succeedsWithin(LIMIT).satisfies((response) -> response.body().discard());
	}

	@Test
	void whenTheAnswerStreamsThenItComesBeforeTheRequestIsOver() {
		FakePeer peer = peer((exchange) -> exchange.send(Frames.first(Frames.response(200), "a")));
		ManualBody body = new ManualBody();
		InvokeResponse response = answer(peer, Calls.request(Verb.POST, "items", body.streaming()));
		PeerExchange exchange = peer.take();
		List<String> parts = new ArrayList<>();
		StepVerifier.create(response.body().bytes().map(Buffers::text).doOnNext(parts::add))
			.expectNext("a")
			.then(() -> exchange.send(Frames.later("b", 1)).send(Frames.later("", 2)).send(Frames.later("c", 3)))
			.expectNext("b", "c")
			.then(() -> exchange.close(Status.OK))
			.expectComplete()
			.verify(LIMIT);
		Await.until("the request is given up", body::isCancelled);
	}

	@Test
	void whenThePeerSendsManyFramesThenNoMoreComeThanTheReaderAsksFor() {
		FakePeer peer = peer((exchange) -> {
			exchange.send(Frames.first(Frames.response(200), "0"));
			for (int seq = 1; seq < 100; seq++) {
				exchange.send(Frames.later(String.valueOf(seq), seq));
			}
			exchange.close(Status.OK);
		});
		InvokeResponse response = answer(peer, Calls.get());
		StepVerifier.create(response.body().bytes().map(Buffers::text), 0)
			.thenRequest(1)
			.expectNext("0")
			.thenRequest(10)
			.expectNextCount(10)
			.thenRequest(Long.MAX_VALUE)
			.expectNextCount(89)
			.expectComplete()
			.verify(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 16 })
	void whenThePeerAnswersAStatusThenItIsAPeerFailure(int code) {
		FakePeer peer = peer((exchange) -> exchange
			.whenComplete(() -> exchange.close(Status.fromCodeValue(code).withDescription("because"))));
		ByteBuf content = Buffers.of("hello");
		assertThat(failure(peer.endpoint(), Calls.request(Verb.POST, "items", new InvokeBody.Whole(content))))
			.isInstanceOfSatisfying(PeerException.class, (failure) -> {
				assertThat(failure.code()).isSameAs(StatusCode.ofNumber(code));
				assertThat(failure.description()).isEqualTo("because");
				assertThat(failure.sent()).isTrue();
			});
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	@Test
	void whenThereIsNoSidecarThenNothingWasSentAndAStreamingBodyIsUntouched() {
		Endpoint dead = dead();
		ManualBody body = new ManualBody();
		assertThat(failure(dead, Calls.request(Verb.POST, "items", body.streaming())))
			.isInstanceOfSatisfying(PeerException.class, (failure) -> {
				assertThat(failure.sent()).isFalse();
				assertThat(failure.isConnectionFailure()).isTrue();
			})
			.hasMessage("rpc error: code = Unavailable desc = connection error: desc = "
					+ "\"transport: Error while dialing: dial tcp " + dead + ": connect: connection refused\"");
		assertThat(body.isSubscribed()).isFalse();
		ByteBuf content = Buffers.of("hello");
		failure(dead, Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)));
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	@Test
	void whenThePeerDiesBeforeItAnswersThenTheConnectionIsBroken() {
		FakePeer peer = peer((exchange) -> {
		});
		TcpLink link = closing(TcpLink.to(peer.endpoint()));
		var answer = this.channel.call(link.endpoint(), Calls.post("hello")).toFuture();
		peer.take();
		link.cut();
		assertThat(answer).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.withMessage("rpc error: code = Unavailable desc = error reading from server: EOF");
	}

	@Test
	void whenThePeerKnowsOnlyUnaryCallsThenTheBodyIsSentAgainThatWay() throws Exception {
		FakePeer peer = peer((exchange) -> exchange.close(Status.UNIMPLEMENTED),
				(exchange) -> exchange.whenComplete(() -> exchange.send(unary(404, "gone")).close(Status.OK)));
		ByteBuf content = Buffers.of("hello");
		InvokeResponse response = answer(peer, Calls.request(Verb.POST, "items", new InvokeBody.Whole(content)));
		assertThat(response.status()).isEqualTo(404);
		assertThat(Buffers.text(response.body())).isEqualTo("gone");
		peer.take();
		InternalInvokeRequest seen = InternalInvokeRequest.parseFrom(peer.take().take());
		assertThat(seen.getMessage().getData().getValue().toStringUtf8()).isEqualTo("hello");
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	private static byte[] unary(int status, String body) {
		InternalInvokeResponse.Builder response = Frames.response(status);
		response.getMessageBuilder().getDataBuilder().setValue(com.google.protobuf.ByteString.copyFromUtf8(body));
		return response.build().toByteArray();
	}

	@Test
	void whenThePeerKnowsOnlyUnaryCallsThenAStreamedBodyCannotBeSent() {
		FakePeer peer = peer((exchange) -> exchange.close(Status.UNIMPLEMENTED));
		ManualBody body = new ManualBody();
		assertThat(failure(peer.endpoint(), Calls.request(Verb.POST, "items", body.streaming())))
			.isInstanceOf(PeerProtocolException.class)
			.hasMessage("target app 'cart' is running a version of Dapr that does not support "
					+ "streaming-based service invocation");
	}

	@Test
	void whenThePeerKnowsOnlyUnaryCallsThenABodyThatIsKeptIsSentAgainThatWay() throws Exception {
		FakePeer peer = peer((exchange) -> exchange.close(Status.UNIMPLEMENTED),
				(exchange) -> exchange.whenComplete(() -> exchange.send(unary(200, "got it")).close(Status.OK)));
		String text = "0123456789".repeat(20_000);
		ReplayBudget budget = new ReplayBudget(ReplayBudget.DEFAULT_TOTAL);
		Flux<ByteBuf> parts = Flux.range(0, 20).map((i) -> Buffers.of("0123456789".repeat(1000)));
		InvokeBody body = budget.keep(new InvokeBody.Streaming(parts), text.length());
		LogLines log = closing(LogLines.of(GrpcPeerChannel.class));
		InvokeResponse response = answer(peer, Calls.request(Verb.POST, "items", body));
		assertThat(Buffers.text(response.body())).isEqualTo("got it");
		peer.take();
		InternalInvokeRequest seen = InternalInvokeRequest.parseFrom(peer.take().take());
		assertThat(seen.getMessage().getData().getValue().toStringUtf8()).isEqualTo(text);
		Await.until("what was kept is given back", () -> budget.used() == 0);
		answer(peer, Calls.post("second")).body().discard();
		assertThat(log.lines()).containsExactly("The sidecar of cart at " + peer.endpoint()
				+ " does not know streaming calls: it gets unary ones, with bodies in memory");
	}

	@Test
	void whenAUnaryMessageWouldBeTooLargeThenItIsNotSent() {
		FakePeer peer = peer((exchange) -> exchange.close(Status.UNIMPLEMENTED),
				(exchange) -> exchange.whenComplete(() -> exchange.send(unary(200, "")).close(Status.OK)));
		GrpcPeerChannel small = new GrpcPeerChannel(TestLoops.HOP, PeerSettings.DEFAULTS.withMaxMessageSize(1000),
				UnaryCallObserver.NONE);
		closing(small::close);
		assertThatThrownBy(() -> small.call(peer.endpoint(), Calls.post("x".repeat(1000))).block(LIMIT)).message()
			.startsWith("rpc error: code = ResourceExhausted desc = trying to send message larger than max (10")
			.endsWith(" vs. 1000); the limit is --max-body-size");
	}

	@Test
	void whenTheUnaryAnswerIsGarbageThenItIsSaidAsForStreams() {
		FakePeer peer = peer((exchange) -> exchange.close(Status.UNIMPLEMENTED),
				(exchange) -> exchange.whenComplete(() -> exchange.send(new byte[] { 0x0a, 5, 1 }).close(Status.OK)));
		assertThat(failure(peer.endpoint(), Calls.get()))
			.hasMessage("rpc error: code = Internal desc = grpc: failed to unmarshal the received message: "
					+ "proto: cannot parse invalid wire-format data");
	}

	@Test
	void whenABodyIsKeptThenItsPartsBecomeFramesBeforeItIsComplete() throws Exception {
		FakePeer peer = answering(200);
		ManualBody body = new ManualBody();
		InvokeBody kept = new ReplayBudget(100).keep(body.streaming(), 12);
		var answer = this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", kept)).toFuture();
		PeerExchange seen = peer.take();
		body.awaitReader();
		assertThat(InternalInvokeRequestStream.parseFrom(seen.take()).hasPayload()).isFalse();
		for (int seq = 0; seq < 2; seq++) {
			body.next("part " + seq);
			assertThat(InternalInvokeRequestStream.parseFrom(seen.take()).getPayload())
				.isEqualTo(Frames.payload("part " + seq, seq));
		}
		body.complete();
		assertThat(answer).succeedsWithin(LIMIT).satisfies((response) -> response.body().discard());
	}

	@Test
	void whenTheUnaryAnswerHasNoStatusThenItIsAProtocolError() {
		FakePeer peer = peer((exchange) -> exchange.close(Status.UNIMPLEMENTED),
				(exchange) -> exchange.whenComplete(() -> exchange.send(new byte[0]).close(Status.OK)));
		assertThat(failure(peer.endpoint(), Calls.get()))
			.hasMessage("response does not contain the required fields in the leading chunk");
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 199, 1000 })
	void whenTheUnaryAnswerHasAStatusOfNoAnswerThenItIsAProtocolError(int status) {
		FakePeer peer = peer((exchange) -> exchange.close(Status.UNIMPLEMENTED),
				(exchange) -> exchange.whenComplete(() -> exchange.send(unary(status, "")).close(Status.OK)));
		assertThat(failure(peer.endpoint(), Calls.get()))
			.hasMessage("response has the status " + status + " (expected: one of gRPC, or from 200 to 999)");
	}

	@Test
	void whenTheUnaryCallFailsThenItsStatusIsTheFailure() {
		FakePeer peer = peer((exchange) -> exchange.close(Status.UNIMPLEMENTED),
				(exchange) -> exchange.close(Status.NOT_FOUND.withDescription("gone")));
		assertThat(failure(peer.endpoint(), Calls.post("x"))).hasMessage("rpc error: code = NotFound desc = gone");
	}

	@Test
	void whenTheBodyBreaksOffThenItsFailureIsTheFailureAndThePeerIsTold() {
		FakePeer peer = peer((exchange) -> {
		});
		ManualBody body = new ManualBody();
		var answer = this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", body.streaming())).toFuture();
		PeerExchange exchange = peer.take();
		body.awaitReader().next("some").fail(new BodyTooLargeException());
		assertThat(answer).failsWithin(LIMIT).withThrowableThat().havingCause().withMessage("stream too large");
		Await.until("the call is cancelled", exchange::isCancelled);
	}

	@Test
	void whenThePeerEndsTheCallWhileTheBodyIsSentThenItsStatusCounts() {
		FakePeer peer = peer((exchange) -> {
		});
		ManualBody body = new ManualBody();
		var answer = this.channel.call(peer.endpoint(), Calls.request(Verb.POST, "items", body.streaming())).toFuture();
		PeerExchange exchange = peer.take();
		body.awaitReader().next("some");
		exchange.close(Status.NOT_FOUND.withDescription("no such app"));
		assertThat(answer).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.withMessage("rpc error: code = NotFound desc = no such app");
		Await.until("the body is cancelled", body::isCancelled);
	}

	@Test
	void whenThePeerReadsSlowlyThenTheBodyIsAskedForOnlyAsMuchAsItTakes() {
		FakePeer peer = peer((exchange) -> exchange.readOnly(1));
		ManualBody body = new ManualBody();
		InvokeRequest request = Calls.request(Verb.POST, "items", body.streaming());
		reactor.core.Disposable call = this.channel.call(peer.endpoint(), request).subscribe();
		body.awaitReader();
		long sent = 0;
		// Sends what is asked for until nothing more is.
		while (sent < body.requested() && sent < 200) {
			body.next(Buffers.ofLength(64 * 1024));
			long before = ++sent;
			long end = System.nanoTime() + 200_000_000;
			while (body.requested() == before && System.nanoTime() - end < 0) {
				Thread.onSpinWait();
			}
		}
		assertThat(sent).isLessThan(100);
		call.dispose();
		Await.until("the body is cancelled", body::isCancelled);
	}

	private FakePeer answering(int status) {
		return peer((exchange) -> exchange
			.whenComplete(() -> exchange.send(Frames.first(Frames.response(status))).close(Status.OK)));
	}

	@Test
	void whenCallsFollowEachOtherThenTheyShareAConnection() throws InvalidProtocolBufferException {
		FakePeer peer = answering(200);
		for (int i = 0; i < 5; i++) {
			answer(peer, Calls.get()).body().discard();
		}
		assertThat(peer.connections()).isOne();
	}

}
