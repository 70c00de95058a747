package dev.daprinvoke.transport.peer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.protocol.common.HTTPExtension.Verb;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.RawHopCall;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code CallLocal}, for peers older than streams (contract section 2.6).
 */
class UnaryServingTests extends ServerHarness {

	@Test
	void whenACallIsUnaryThenBodiesAreInTheMessages() throws InvalidProtocolBufferException {
		ManagedChannel echo = serve((request) -> {
			assertThat(request.headers().all("Content-Length")).containsExactly("5");
			return Mono.just(Calls.response(404, request.body()));
		});
		RawHopCall call = RawHopCall.unary(echo, request("hello"));
		assertThat(call.status().isOk()).isTrue();
		InternalInvokeResponse response = InternalInvokeResponse.parseFrom(call.messages().get(0));
		assertThat(response.getStatus().getCode()).isEqualTo(404);
		assertThat(response.getMessage().getData().getValue().toStringUtf8()).isEqualTo("hello");
		assertThat(response.getMessage().getContentType()).isEqualTo("text/plain");
	}

	@Test
	void whenTheAnswerStreamsThenItIsCollected() throws InvalidProtocolBufferException {
		ManagedChannel streaming = serve((request) -> Mono.just(Calls.response(200,
				new InvokeBody.Streaming(Flux.range(0, 100).map((i) -> Buffers.of("part " + i + "\n"))))));
		RawHopCall call = RawHopCall.unary(streaming, request(""));
		assertThat(call.status().isOk()).isTrue();
		assertThat(InternalInvokeResponse.parseFrom(call.messages().get(0))
			.getMessage()
			.getData()
			.getValue()
			.toStringUtf8()
			.lines()).hasSize(100).endsWith("part 99");
	}

	@Test
	void whenTheAnswerIsLargerThanAMessageThenItIsNotCollected() {
		ManualBody body = new ManualBody();
		ManagedChannel large = serve((request) -> Mono.just(Calls.response(200, body.streaming())));
		RawHopCall call = RawHopCall.unary(large, request(""));
		body.awaitReader().next(Buffers.ofLength(3 << 20)).next(Buffers.ofLength(3 << 20));
		assertThat(call.status().getCode()).isSameAs(Status.Code.RESOURCE_EXHAUSTED);
		assertThat(call.status().getDescription()).isEqualTo(
				"grpc: trying to send message larger than max (6291456 vs. 4194304); the limit is --max-body-size");
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheAnswerFitsButNotWithItsHeadThenItIsRefusedToo() {
		ManagedChannel large = serve(
				(request) -> Mono.just(Calls.response(200, new InvokeBody.Whole(Buffers.ofLength(4 << 20)))));
		assertThat(RawHopCall.unary(large, request("")).status().getDescription())
			.startsWith("grpc: trying to send message larger than max (41943");
	}

	@Test
	void whenTheAnswerBreaksOffThenTheCallFails() {
		ManagedChannel broken = serve((request) -> Mono.just(Calls.response(200, new InvokeBody.Streaming(
				Flux.just(Buffers.of("half")).concatWith(Flux.error(new AppCallException("broken", null)))))));
		assertThat(RawHopCall.unary(broken, request("")).status().getDescription())
			.isEqualTo("error invoking app channel: broken");
	}

	@Test
	void whenTheRequestIsImpossibleThenTheCallIsRefused() {
		ManagedChannel echo = serve((request) -> Mono.just(Calls.response(200, request.body())));
		assertThat(RawHopCall.unary(echo, new byte[0]).status().getCode()).isSameAs(Status.Code.INVALID_ARGUMENT);
		assertThat(
				RawHopCall.unary(echo, Frames.request(Verb.GET, "a?b").build().toByteArray()).status().getDescription())
			.isEqualTo("invalid method: method contains forbidden character: \"a?b\"");
		Status garbage = RawHopCall.unary(echo, new byte[] { 0x0a, 5, 1 }).status();
		assertThat(garbage.getCode()).isSameAs(Status.Code.INTERNAL);
		assertThat(garbage.getDescription())
			.isEqualTo("grpc: error unmarshalling request: proto: cannot parse invalid wire-format data");
	}

	@Test
	void whenAMessageHasMoreHeadersThanAnyFrameMayThenItIsRefused() {
		InternalInvokeRequest.Builder request = Frames.request(Verb.GET, "items");
		request.putMetadata("many", Frames.values("x".repeat(20_000).split("")));
		ManagedChannel echo = serve((call) -> Mono.just(Calls.response(200, call.body())));
		assertThat(RawHopCall.unary(echo, request.build().toByteArray()).status().getDescription())
			.isEqualTo("grpc: error unmarshalling request: proto: cannot parse invalid wire-format data");
		assertThat(RawHopCall.unary(echo, request("hello")).status().isOk()).isTrue();
	}

	@Test
	void whenUnaryCallsEndThenTheObserverIsTold() {
		List<String> told = new CopyOnWriteArrayList<>();
		this.observer = new UnaryCallObserver() {

			@Override
			public void served(String method, StatusCode status, long elapsedNanos, long bytesIn, long bytesOut) {
				told.add(method + " " + status + " " + bytesIn + " " + bytesOut);
			}

			@Override
			public void proxied(String method, StatusCode status, long elapsedNanos) {
			}

			@Override
			public void made(String method, StatusCode status, long elapsedNanos) {
				told.add("made");
			}

		};
		ManagedChannel echo = serve((request) -> Mono.just(Calls.response(200, request.body())));
		byte[] request = request("hello");
		RawHopCall call = RawHopCall.unary(echo, request);
		call.status();
		RawHopCall.unary(echo, new byte[0]).status();
		Await.until("both calls are told", () -> told.size() == 2);
		String method = "/dapr.proto.internals.v1.ServiceInvocation/CallLocal";
		assertThat(told).containsExactly(method + " OK " + request.length + " " + call.messages().get(0).length,
				method + " INVALID_ARGUMENT 0 0");
	}

	@Test
	void whenTheCallerLeavesThenTheAnswerIsCancelled() {
		ManualBody body = new ManualBody();
		ManagedChannel slow = serve((request) -> Mono.just(Calls.response(200, body.streaming())));
		RawHopCall call = RawHopCall.unary(slow, request(""));
		body.awaitReader().next("part");
		call.cancel();
		Await.until("the answer is cancelled", body::isCancelled);
	}

	private static byte[] request(String body) {
		InternalInvokeRequest.Builder request = Frames.request(Verb.POST, "items");
		request.getMessageBuilder().getDataBuilder().setValue(ByteString.copyFromUtf8(body));
		return request.build().toByteArray();
	}

}
