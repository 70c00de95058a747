package dev.daprinvoke.transport.peer;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.protocol.common.HTTPExtension.Verb;
import dev.daprinvoke.protocol.internals.InternalInvokeResponseStream;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.RawHopCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Server-sent events between sidecars, seen from the callee (contract sections 1.9 and
 * 2.5, SSE mode).
 */
class EventServingTests extends ServerHarness {

	private final ManualBody body = new ManualBody();

	@ParameterizedTest
	@ValueSource(strings = { "Accept", "accept" })
	void whenEventsAreAskedForThenTheHeadGoesAtOnceAndEachEventIsAFrameOfItsOwn(String name) {
		RawHopCall call = ask(answering(201), name, "text/event-stream");
		Await.until("the head is there", () -> call.frames().size() == 1);
		InternalInvokeResponseStream head = call.frames().get(0);
		assertThat(head.getResponse().hasStatus()).isTrue();
		assertThat(head.getResponse().getStatus().getCode()).isZero();
		assertThat(head.getResponse().hasMessage()).isFalse();
		assertThat(head.getResponse().getHeadersOrThrow("Content-Type").getValuesList())
			.containsExactly("text/event-stream");
		for (int i = 0; i < 3; i++) {
			int frames = i + 2;
			this.body.awaitReader().next("data: " + i + "\n\n");
			Await.until("the event is there", () -> call.frames().size() == frames);
			InternalInvokeResponseStream frame = call.frames().get(i + 1);
			assertThat(frame.hasResponse()).isTrue();
			assertThat(frame.getResponse().getSerializedSize()).isZero();
			assertThat(frame.getPayload()).isEqualTo(Frames.payload("data: " + i + "\n\n", i));
		}
		this.body.complete();
		assertThat(call.status().isOk()).isTrue();
	}

	@Test
	void whenEventsAreNotAskedForThenTheirFramesAreOrdinary() {
		RawHopCall call = ask(answering(200), "Accept", "text/event-stream, text/html");
		this.body.awaitReader().next("data: 1\n\n").next("data: 2\n\n").complete();
		assertThat(call.status().isOk()).isTrue();
		assertThat(call.frames().get(0).getResponse().getStatus().getCode()).isEqualTo(200);
		assertThat(call.frames().stream().skip(1)).isNotEmpty().noneMatch(InternalInvokeResponseStream::hasResponse);
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 404, 500 })
	void whenTheAppAnswersAnotherThan2xxThenThereIsNoResponse(int status) {
		RawHopCall call = ask(answering(status), "Accept", "text/event-stream");
		assertThat(call.status().getCode()).isSameAs(Status.Code.INTERNAL);
		assertThat(call.status().getDescription())
			.isEqualTo("error invoking app channel: no response received from stream");
		assertThat(call.frames()).isEmpty();
		Await.until("the app's body is given back", this.body::isCancelled);
	}

	@Test
	void whenTheCallerGoesAwayThenTheAppsStreamIsCancelled() {
		RawHopCall call = ask(answering(200), "Accept", "text/event-stream");
		this.body.awaitReader().next("data: 1\n\n");
		call.cancel();
		Await.until("the app's stream is cancelled", this.body::isCancelled);
	}

	private ManagedChannel answering(int status) {
		return serve((request) -> Mono.just(new InvokeResponse(status, "text/event-stream",
				new InvokeHeaders().add("Content-Type", "text/event-stream"), this.body.streaming())));
	}

	private static RawHopCall ask(ManagedChannel server, String name, String accept) {
		return stream(server)
			.send(Frames.first(Frames.request(Verb.GET, "events").putMetadata(name, Frames.values(accept))))
			.complete();
	}

}
