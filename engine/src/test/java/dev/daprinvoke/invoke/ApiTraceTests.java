package dev.daprinvoke.invoke;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.testkit.Buffers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract sections 1.1 (the middleware's place) and 1.6 (the rows of trace headers), and
 * platform contract, section 5.1.
 */
class ApiTraceTests {

	private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String PATH = "/v1.0/invoke/cart/method/items";

	private static final Tracing STOCK = tracing("");

	@Test
	void whenAContextCameThenTheAnswerTellsItUnlessTheAppTellsAnother() {
		ApiTrace trace = begin(STOCK, PATH, Map.of("traceparent", TRACE, "tracestate", "a=1"));
		assertThat(echoed(trace, new InvokeHeaders())).hasToString("[Traceparent: " + TRACE + ", Tracestate: a=1]");
		assertThat(echoed(trace, new InvokeHeaders().add("traceparent", "x"))).hasToString("[traceparent: x]");
		assertThat(echoed(trace, new InvokeHeaders().add("tracestate", "x")))
			.hasToString("[tracestate: x, Traceparent: " + TRACE + "]");
	}

	@Test
	void whenNoneOrABrokenOneCameThenTheAnswerTellsANewOne() {
		for (Map<String, String> headers : List.of(Map.<String, String>of(), Map.of("tracestate", "a=1"),
				Map.of("traceparent", "00-bad", "tracestate", "a=1"))) {
			ApiTrace trace = begin(STOCK, PATH, headers);
			assertThat(echoed(trace, new InvokeHeaders()).toString())
				.matches("\\[Traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-00]");
		}
	}

	@Test
	void whenTheStateIsLongThenTheAnswerDoesNotRepeatIt() {
		String state = "a=" + "v".repeat(255) + ",b=" + "v".repeat(252);
		assertThat(echoed(begin(STOCK, PATH, Map.of("traceparent", TRACE, "tracestate", state)), new InvokeHeaders())
			.first("Tracestate")).hasSize(512);
		assertThat(
				echoed(begin(STOCK, PATH, Map.of("traceparent", TRACE, "tracestate", state + "v")), new InvokeHeaders())
					.contains("Tracestate"))
			.isFalse();
	}

	@Test
	void whenBaggageIsValidThenTheAnswerRepeatsItUnlessTheAppHasSome() {
		ApiTrace trace = begin(STOCK, PATH, Map.of("baggage", "k=v;p=1"));
		assertThat(trace.refusal()).isNull();
		assertThat(echoed(trace, new InvokeHeaders()).first("Baggage")).isEqualTo("k=v;p=1");
		assertThat(echoed(trace, new InvokeHeaders().add("baggage", "own=1")).all("Baggage")).containsExactly("own=1");
	}

	// Fixture client-view/invalid-baggage.
	@Test
	void whenBaggageIsMalformedThenTheRequestIsRefused() {
		ApiAnswer refusal = begin(STOCK, PATH, Map.of("baggage", "bad baggage")).refusal();
		assertThat(refusal).isNotNull();
		assertThat(refusal.status()).isEqualTo(400);
		assertThat(refusal.chunked()).isFalse();
		assertThat(refusal.headers().first("Content-Type")).isEqualTo("text/plain; charset=utf-8");
		assertThat(refusal.headers().first("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(refusal.headers().contains("Traceparent")).isFalse();
		assertThat(Buffers.text(refusal.body()))
			.isEqualTo("invalid baggage header: invalid baggage list-member: \"bad baggage\"\n");
	}

	@Test
	void whenBaggageIsEmptyThenItIsNone() {
		ApiTrace trace = begin(STOCK, PATH, Map.of("baggage", ""));
		assertThat(trace.refusal()).isNull();
		assertThat(echoed(trace, new InvokeHeaders()).contains("Baggage")).isFalse();
	}

	@Test
	void whenTracingIsOffThenNothingIsLookedAtNorTold() {
		ApiTrace trace = begin(null, PATH, Map.of("traceparent", TRACE, "baggage", "bad baggage"));
		assertThat(trace.refusal()).isNull();
		assertThat(trace.context()).isNull();
		assertThat(echoed(trace, new InvokeHeaders()).isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1.0/healthz", "/v1.0/healthz/outbound", "/v1.0/invoke/cart/method/healthz" })
	void whenThePathIsThatOfAProbeThenItIsNotTraced(String path) {
		ApiTrace trace = begin(STOCK, path, Map.of("traceparent", TRACE, "baggage", "bad baggage"));
		assertThat(trace.refusal()).isNull();
		assertThat(trace.context()).isNull();
	}

	private static Tracing tracing(String rate) {
		return Objects.requireNonNull(Tracing.of(rate, false));
	}

	private static ApiTrace begin(@Nullable Tracing tracing, String path, Map<String, String> headers) {
		return new ApiTracing(tracing).begin(path, headers::get);
	}

	private static InvokeHeaders echoed(ApiTrace trace, InvokeHeaders headers) {
		return trace.echo(new ApiAnswer(200, headers, InvokeBody.EMPTY, true)).headers();
	}

}
