package dev.daprinvoke.transport.peer;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.NoAppChannelException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.protocol.common.HTTPExtension.Verb;
import dev.daprinvoke.protocol.internals.APIVersion;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.target.Utf8Escape;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.Inbox;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.RawHopCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What another sidecar's {@code CallLocalStream} becomes, and what it is answered
 * (contract sections 2.3 to 2.5).
 */
class PeerServerTests extends ServerHarness {

	private final Inbox<InvokeRequest> requests = new Inbox<>();

	private final ManagedChannel echo = serve((request) -> {
		this.requests.add(request);
		return Mono.just(Calls.response(200, request.body()));
	});

	@Test
	void whenARequestIsCompleteInOneFrameThenItIsWhole() throws Exception {
		InternalInvokeRequest.Builder head = Frames.request(Verb.POST, "a/../items/")
			.putMetadata("Content-Length", Frames.values("5"));
		head.getMessageBuilder().setContentType("text/plain").getHttpExtensionBuilder().setQuerystring("a=b");
		RawHopCall call = stream(this.echo).send(Frames.first(head, "hello")).complete();
		assertThat(call.status().getCode()).isSameAs(Status.Code.OK);
		assertThat(call.text()).isEqualTo("hello");
		assertThat(call.frames().get(0).getResponse().getStatus().getCode()).isEqualTo(200);
		InvokeRequest request = this.requests.take("the app is called");
		assertThat(request.method().value()).isEqualTo("items");
		assertThat(request.target()).isEqualTo(Calls.app("cart"));
		assertThat(request.query()).isEqualTo("a=b");
		assertThat(request.contentType()).isEqualTo("text/plain");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE, names = { "GET", "HEAD", "DELETE", "OPTIONS" })
	void whenTheVerbUsuallyLacksABodyAndThereIsNoneThenTheBodyIsWhole(Verb verb) throws Exception {
		RawHopCall call = stream(this.echo).send(Frames.first(Frames.request(verb, "items")));
		assertThat(this.requests.size()).isZero();
		call.complete();
		assertThat(call.status().isOk()).isTrue();
		assertThat(this.requests.take("the app is called").body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(call.text()).isEmpty();
	}

	/** Contract section 1.5: what has no declared length streams, however small it is. */
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE, names = { "GET", "HEAD", "DELETE", "OPTIONS", "POST" })
	void whenABodyOfUnknownLengthIsCompleteInOneFrameThenItStreamsAllTheSame(Verb verb) throws Exception {
		RawHopCall call = stream(this.echo).send(Frames.first(Frames.request(verb, "items"), "all of it")).complete();
		assertThat(call.status().isOk()).isTrue();
		assertThat(this.requests.take("the app is called").body()).isInstanceOf(InvokeBody.Streaming.class);
		assertThat(call.text()).isEqualTo("all of it");
	}

	@Test
	void whenARequestStreamsThenTheAppIsCalledBeforeItIsOver() throws Exception {
		RawHopCall call = stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "items"), "a"));
		InvokeRequest request = this.requests.take("the app is called");
		assertThat(request.body()).isInstanceOf(InvokeBody.Streaming.class);
		Await.until("the first part comes back", () -> call.text().equals("a"));
		call.send(Frames.later("b", 1)).send(Frames.later("", 2)).send(Frames.later("c", 3));
		Await.until("the other parts come back", () -> call.text().equals("abc"));
		assertThat(call.isOver()).isFalse();
		assertThat(call.complete().status().isOk()).isTrue();
	}

	@Test
	void whenTheFirstFrameLacksWhatIsRequiredThenTheCallIsRefused() {
		for (byte[] first : new byte[][] { Frames.later("x", 0), new byte[0],
				Frames.first(InternalInvokeRequest.newBuilder()),
				Frames.first(Frames.request(Verb.GET, "m").clearMetadata()),
				Frames.first(Frames.request(Verb.GET, "m").clearMessage()) }) {
			Status status = stream(this.echo).send(first).send(Frames.later("more", 1)).complete().status();
			assertThat(status.getCode()).isSameAs(Status.Code.INVALID_ARGUMENT);
			assertThat(status.getDescription()).isEqualTo("parsing InternalInvokeRequest error: "
					+ "request does not contain the required fields in the leading chunk");
		}
	}

	@Test
	void whenTheRequestIsEmptyThenItIsAnEndOfFile() {
		Status status = stream(this.echo).complete().status();
		assertThat(status.getCode()).isSameAs(Status.Code.UNKNOWN);
		assertThat(status.getDescription()).isEqualTo("EOF");
	}

	@Test
	void whenTheVersionIsNotOneThenTheCallIsRefused() {
		Status status = stream(this.echo)
			.send(Frames.first(Frames.request(Verb.GET, "m").setVer(APIVersion.APIVERSION_UNSPECIFIED)))
			.complete()
			.status();
		assertThat(status.getCode()).isSameAs(Status.Code.INTERNAL);
		assertThat(status.getDescription()).isEqualTo(
				"error invoking app channel: " + "rpc error: code = Unimplemented desc = Unsupported spec version: 0");
	}

	@Test
	void whenTheMethodIsImpossibleThenTheCallIsRefused() {
		Status status = stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "a#b"), "body"))
			.complete()
			.status();
		assertThat(status.getCode()).isSameAs(Status.Code.INVALID_ARGUMENT);
		assertThat(status.getDescription()).isEqualTo("invalid method: method contains forbidden character: \"a#b\"");
	}

	@Test
	void whenTheCallFailsThenTheStatusIsThatOfTheFailure() {
		assertAnswer(new NoAppChannelException(), Status.Code.INTERNAL, "app channel is not initialized");
		assertAnswer(new AppCallException("Get \"http://127.0.0.1:1/x\": EOF", null), Status.Code.INTERNAL,
				"error invoking app channel: Get \"http://127.0.0.1:1/x\": EOF");
		assertAnswer(new AccessDeniedException("", "m", "GET"), Status.Code.PERMISSION_DENIED,
				"access control policy has denied access to id:  operation: m verb: GET");
		assertAnswer(new IllegalStateException("a bug"), Status.Code.INTERNAL, "error invoking app channel: a bug");
		assertAnswer(new RuntimeException(new NoAppChannelException()), Status.Code.INTERNAL,
				"app channel is not initialized");
	}

	private void assertAnswer(Throwable failure, Status.Code code, String description) {
		ManagedChannel failing = serve((request) -> {
			request.body().discard();
			return Mono.error(failure);
		});
		Status status = stream(failing).send(Frames.first(Frames.request(Verb.POST, "m"), "body")).complete().status();
		assertThat(status.getCode()).isSameAs(code);
		assertThat(status.getDescription()).isEqualTo(description);
	}

	@Test
	void whenTheRequestBreaksTheSequenceThenTheReaderOfTheBodyIsTold() {
		ManagedChannel reading = serve((request) -> request.body()
			.bytes()
			.doOnNext(ByteBuf::release)
			.then(Mono.fromSupplier(() -> Calls.response(200, "never"))));
		Status status = stream(reading).send(Frames.first(Frames.request(Verb.POST, "m"), "a"))
			.send(Frames.later("b", 7))
			.complete()
			.status();
		assertThat(status.getCode()).isSameAs(Status.Code.INTERNAL);
		assertThat(status.getDescription()).isEqualTo("invalid sequence number received: 7 (expected: 1)");
		assertThat(stream(reading).send(Frames.first(Frames.request(Verb.POST, "m"), "a"))
			.send(Frames.first(Frames.request(Verb.POST, "m"), "b"))
			.complete()
			.status()
			.getDescription()).isEqualTo("request metadata found in non-leading chunk");
	}

	@Test
	void whenBodiesHoldMostOfTheMemoryThenCallsWithoutAnyGoOn() {
		this.bodiesAreMany.set(true);
		Status refused = stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "m"), "a")).complete().status();
		assertThat(refused.getCode()).isSameAs(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(stream(this.echo).send(Frames.first(Frames.request(Verb.GET, "m"), "")).complete().status().isOk())
			.isTrue();
		this.bodiesAreMany.set(false);
		assertThat(stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "m"), "a")).complete().status().isOk())
			.isTrue();
	}

	@Test
	void whenBodiesHoldNearlyAllOfTheMemoryThenTheReaderOfOneThatGoesOnIsTold() {
		ManagedChannel reading = serve((request) -> request.body().bytes().doOnNext((bytes) -> {
			bytes.release();
			this.bodiesAreTooMany.set(true);
		}).then(Mono.fromSupplier(() -> Calls.response(200, "never"))));
		RawHopCall call = stream(reading).send(Frames.first(Frames.request(Verb.POST, "m"), "a"));
		Await.until("the first part is read", this.bodiesAreTooMany::get);
		assertThat(call.send(Frames.later("b", 1)).complete().status().getCode())
			.isSameAs(Status.Code.RESOURCE_EXHAUSTED);
	}

	@Test
	void whenAMessageIsGarbageOrTooLargeThenTheCallEndsAndTheNextWorks() {
		for (byte[] bad : new byte[][] { { 0x0a, 5, 1 }, Frames.later("x".repeat(5 << 20), 1) }) {
			RawHopCall call = stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "m"), "a")).send(bad);
			assertThat(call.status().isOk()).isFalse();
			assertThat(stream(this.echo).send(bad).status().isOk()).isFalse();
		}
		RawHopCall next = stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "m"), "fine")).complete();
		assertThat(next.status().isOk()).isTrue();
		assertThat(next.text()).isEqualTo("fine");
	}

	@Test
	void whenTheFirstMessageIsGarbageThenTheStatusSaysSo() {
		Status status = stream(this.echo).send(new byte[] { 0x0a, 5, 1 }).status();
		assertThat(status.getCode()).isSameAs(Status.Code.INTERNAL);
		assertThat(status.getDescription())
			.isEqualTo("grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data");
	}

	@Test
	void whenTheFirstMessageIsOverTheLimitThenTheResourceIsExhausted() {
		Status status = stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "m"), "x".repeat(5 << 20)))
			.status();
		assertThat(status.getCode()).isSameAs(Status.Code.RESOURCE_EXHAUSTED);
	}

	@Test
	void whenMessagesAreCompressedThenTheyAreReadAllTheSame() {
		RawHopCall call = RawHopCall.compressed(this.echo)
			.send(Frames.first(Frames.request(Verb.POST, "items"), "a".repeat(10_000)))
			.send(Frames.later("b".repeat(200_000), 1))
			.complete();
		assertThat(call.status().isOk()).isTrue();
		assertThat(call.text()).isEqualTo("a".repeat(10_000) + "b".repeat(200_000));
	}

	@Test
	void whenAnAppsHeaderIsNotUtf8ThenTheCallFailsInsteadOfBeingMutilated() {
		ManagedChannel latin = serve((request) -> {
			request.body().discard();
			InvokeHeaders headers = new InvokeHeaders().add("X-Name", Utf8Escape.fromLatin1("M\u00fcller"));
			return Mono.just(new InvokeResponse(200, null, headers, Buffers.whole("body")));
		});
		byte[] head = Frames.request(Verb.GET, "m").build().toByteArray();
		for (Status status : List.of(
				stream(latin).send(Frames.first(Frames.request(Verb.GET, "m"))).complete().status(),
				RawHopCall.unary(latin, head).status())) {
			assertThat(status.getCode()).isSameAs(Status.Code.INTERNAL);
			assertThat(status.getDescription())
				.isEqualTo("grpc: error while marshaling: string field contains invalid UTF-8");
		}
	}

	@Test
	void whenAFrameOfAMebibyteComesThenItIsTaken() {
		RawHopCall call = stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "items"), "a".repeat(1 << 20)))
			.send(Frames.later("b".repeat(1 << 20), 1))
			.complete();
		assertThat(call.status().isOk()).isTrue();
		assertThat(call.text()).hasSize(2 << 20);
	}

	@Test
	void whenTheAppHasReadEnoughThenTheRestOfTheRequestIsReadAndDropped() {
		ManualBody answer = new ManualBody();
		ManagedChannel early = serve((request) -> {
			request.body().discard();
			return Mono.just(Calls.response(413, answer.streaming()));
		});
		RawHopCall call = stream(early).send(Frames.first(Frames.request(Verb.POST, "m"), "a"));
		// Far more than all windows hold: real Dapr reads no answer before all is sent.
		for (int seq = 1; seq <= 200; seq++) {
			call.send(Frames.later("x".repeat(32 * 1024), seq));
		}
		call.complete();
		answer.awaitReader().next("too large").complete();
		assertThat(call.status().isOk()).isTrue();
		assertThat(call.text()).isEqualTo("too large");
	}

	@Test
	void whenTheCallerReadsSlowlyThenTheAppsAnswerIsAskedForOnlyAsMuchAsItTakes() {
		ManualBody answer = new ManualBody();
		ManagedChannel slow = serve((request) -> {
			request.body().discard();
			return Mono.just(Calls.response(200, answer.streaming()));
		});
		RawHopCall call = RawHopCall.stream(slow, 1).send(Frames.first(Frames.request(Verb.GET, "m"))).complete();
		answer.awaitReader();
		int sent = 0;
		while (sent < answer.requested() && sent < 500) {
			answer.next(Buffers.ofLength(64 * 1024));
			sent++;
			long end = System.nanoTime() + 200_000_000;
			while (answer.requested() == sent && System.nanoTime() - end < 0) {
				Thread.onSpinWait();
			}
		}
		assertThat(sent).isLessThan(100);
		call.cancel();
		Await.until("the answer is cancelled", answer::isCancelled);
	}

	@Test
	void whenTheCallerLeavesWhileTheAppThinksThenTheCallIsGivenUpAndItsBodyReleased() throws Exception {
		AtomicReference<@Nullable InvokeRequest> seen = new AtomicReference<>();
		Sinks.Empty<InvokeResponse> never = Sinks.empty();
		Sinks.One<Boolean> cancelled = Sinks.one();
		ManagedChannel thinking = serve((request) -> {
			seen.set(request);
			return never.asMono().doOnCancel(() -> cancelled.tryEmitValue(true));
		});
		RawHopCall call = stream(thinking).send(Frames.first(Frames.request(Verb.POST, "m"), "waiting"));
		Await.until("the app is called", () -> seen.get() != null);
		call.cancel();
		assertThat(cancelled.asMono().block(LIMIT)).isTrue();
	}

	@Test
	void whenTheCallerLeavesWhileTheAnswerComesThenTheAnswerIsGivenBack() throws Exception {
		Inbox<CoreSubscriber<? super InvokeResponse>> callers = new Inbox<>();
		ManagedChannel slow = serve((request) -> {
			request.body().discard();
			// Answers even those who have left, as a transport on another thread does.
			return new Mono<>() {

				@Override
				public void subscribe(CoreSubscriber<? super InvokeResponse> caller) {
					caller.onSubscribe(Operators.emptySubscription());
					callers.add(caller);
				}

			};
		});
		for (int round = 0; round < 200; round++) {
			ManualBody body = new ManualBody();
			RawHopCall call = stream(slow).send(Frames.first(Frames.request(Verb.GET, "m"))).complete();
			CoreSubscriber<? super InvokeResponse> caller = callers.take("the app is called");
			Thread leaving = new Thread(call::cancel);
			leaving.start();
			caller.onNext(Calls.response(200, body.streaming()));
			leaving.join(10_000);
			Await.until("the answer is given back", body::isCancelled);
		}
	}

	@Test
	void whenTheServerShutsDownThenCallsInFlightFinishAndNewOnesAreRefused() {
		RawHopCall call = stream(this.echo).send(Frames.first(Frames.request(Verb.POST, "m"), "a"));
		Await.until("the call is under way", () -> call.text().equals("a"));
		int port = server().port();
		var stopped = server().shutdown().toFuture();
		call.send(Frames.later("b", 1));
		Await.until("the rest is answered", () -> call.text().equals("ab"));
		// Its end alone: answered while it is being read.
		call.complete();
		assertThat(call.status()).isEqualTo(Status.OK);
		assertThat(stopped).succeedsWithin(LIMIT);
		assertThat(stream(connect(port)).complete().status().getCode()).isSameAs(Status.Code.UNAVAILABLE);
	}

}
