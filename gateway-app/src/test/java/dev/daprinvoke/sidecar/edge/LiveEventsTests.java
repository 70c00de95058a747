package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Server-sent events (contract invocation.md 1.9).
 */
class LiveEventsTests extends EachLane {

	LiveEventsTests(String lane) {
		super(lane);
	}

	// Contract 1.9 and fixture client-view/sse-remote.
	@Test
	void whenEventsAreAskedForThenHeadAndEachEventArriveAtOnceHoweverLongTheNextTakes() throws Exception {
		Sinks.Many<String> events = liveEvents();
		try (WireClient client = client()) {
			client.send(
					"GET /v1.0/invoke/cart/method/live HTTP/1.1\r\nHost: h\r\n" + "Accept: text/event-stream\r\n\r\n");
			WireAnswer head = client.receiveHead();
			assertThat(head.status()).isEqualTo(200);
			assertThat(head.all("Content-Type")).containsExactly("text/event-stream");
			assertThat(head.all("Cache-Control")).containsExactly("no-cache");
			assertThat(head.all("Connection")).containsExactly("keep-alive");
			assertThat(head.all("Transfer-Encoding")).containsExactly("chunked");
			assertThat(head.all("Content-Length")).isEmpty();
			for (int i = 0; i < 5; i++) {
				String event = "data: " + i + "\n\n";
				events.tryEmitNext(event).orThrow();
				assertThat(client.receiveChunk()).isEqualTo(event);
			}
			events.tryEmitComplete().orThrow();
			assertThat(client.receiveChunk()).isEmpty();
			assertStillUsable(client);
		}
	}

	@Test
	void whenTheClientOfEventsWantsToCloseThenTheAnswerSaysSo() throws Exception {
		Sinks.Many<String> events = liveEvents();
		events.tryEmitNext("data: 1\n\n").orThrow();
		events.tryEmitComplete().orThrow();
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/live HTTP/1.1\r\nHost: h\r\n"
					+ "Accept: text/event-stream\r\nConnection: close\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.all("Connection")).containsExactly("close");
			assertThat(answer.body()).isEqualTo("data: 1\n\n");
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void whenTheClientOfEventsSpeaksHttp10ThenTheyComeWithoutChunks() throws Exception {
		Sinks.Many<String> events = liveEvents();
		events.tryEmitNext("data: 1\n\n").orThrow();
		events.tryEmitComplete().orThrow();
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/live HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.all("Transfer-Encoding")).isEmpty();
			assertThat(answer.all("Connection")).doesNotContain("keep-alive");
			assertThat(answer.body()).isEqualTo("data: 1\n\n");
		}
	}

	@Test
	void whenTheClientOfEventsLeavesWhileNoneComesThenTheCallIsCancelled() throws Exception {
		String method = "live/leaves";
		Sinks.Many<String> events = liveEvents();
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/" + method
					+ " HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n");
			client.receiveHead();
			events.tryEmitNext("data: 1\n\n").orThrow();
			assertThat(client.receiveChunk()).isEqualTo("data: 1\n\n");
		}
		assertThat(edge().peers().event(method)).isEqualTo("cancelled");
	}

	private Sinks.Many<String> liveEvents() {
		Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
		edge().peers().live = events;
		return events;
	}

}
