package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trace context and baggage (contract invocation.md 1.6, platform.md 5.1).
 */
class TraceOfACallTests extends EachLane {

	private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	TraceOfACallTests(String lane) {
		super(lane);
	}

	// Contract 1.6: trace headers. Deviation: real Dapr begins a trace of zeros.
	@Test
	void whenNoTraceCameThenCallAndAnswerStandInTheSameNewOne() throws Exception {
		WireAnswer answer = get("/v1.0/invoke/cart/method/text");
		assertThat(answer.header("Traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
			.isEqualTo(String.valueOf(edge().peers().lastTrace));
		assertThat(edge().peers().lastHeaders.contains("Traceparent")).isFalse();
		assertThat(get("/v1.0/invoke/cart/method/text").header("Traceparent"))
			.isNotEqualTo(answer.header("Traceparent"));
	}

	@Test
	void whenATraceCameThenCallAndAnswerStandInIt() throws Exception {
		WireAnswer answer = exchange("GET /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\ntraceparent: " + TRACE
				+ "\r\ntracestate: a=1,b=2\r\nbaggage: k=v;p=1,k2=v2\r\n\r\n");
		assertThat(answer.all("Traceparent")).containsExactly(TRACE);
		assertThat(answer.all("Tracestate")).containsExactly("a=1,b=2");
		assertThat(answer.all("Baggage")).containsExactly("k=v;p=1,k2=v2");
		assertThat(edge().peers().lastTrace).hasToString(TRACE);
		assertThat(edge().peers().lastHeaders.first("Traceparent")).isEqualTo(TRACE);
		assertThat(edge().peers().lastHeaders.first("Tracestate")).isEqualTo("a=1,b=2");
		assertThat(edge().peers().lastHeaders.first("Baggage")).isEqualTo("k=v;p=1,k2=v2");
	}

	@Test
	void whenTheAppTellsATraceThenTheAnswerTellsNoOther() throws Exception {
		WireAnswer answer = exchange("GET /v1.0/invoke/cart/method/traced HTTP/1.1\r\nHost: h\r\ntraceparent: " + TRACE
				+ "\r\nbaggage: k=v\r\n\r\n");
		assertThat(answer.all("Traceparent")).containsExactly("the app's own");
		assertThat(answer.all("Baggage")).containsExactly("app=1");
	}

	@Test
	void whenBaggageIsMalformedThenTheAnswerIs400AndNothingIsCalled() throws Exception {
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/text HTTP/1.1\r\nHost: h\r\nbaggage: bad baggage\r\n\r\n");
			WireAnswer answer = client.receive();
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body())
				.isEqualTo("invalid baggage header: invalid baggage list-member: \"bad baggage\"\n");
			assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
			assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(answer.all("Traceparent")).isEmpty();
			assertThat(answer.all("Date")).hasSize(1);
			assertStillUsable(client);
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "GET, /", "POST, /v1.0/metadata", "GET, /v1.0/metadata", "GET, /v1.0/invoke/nobody/method/x",
			"HEAD, /v1.0/invoke/cart/method/text", "GET, /v1.0/invoke/cart/method/status/204",
			"GET, /v1.0/invoke/cart/method/error" })
	void whenAnythingButAProbeIsAskedThenTheAnswerTellsTheTrace(String verb, String path) throws Exception {
		WireAnswer answer = exchange(verb + " " + path + " HTTP/1.1\r\nHost: h\r\ntraceparent: " + TRACE + "\r\n\r\n");
		assertThat(answer.all("Traceparent")).containsExactly(TRACE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1.0/healthz", "/v1.0/healthz/outbound", "/v1.0/healthz?appid=other" })
	void whenAProbeAsksThenNoTraceBegins(String path) throws Exception {
		WireAnswer answer = exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\nbaggage: bad baggage\r\n\r\n");
		assertThat(answer.status()).isIn(204, 500);
		assertThat(answer.all("Traceparent")).isEmpty();
	}

}
