package dev.daprinvoke.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MetersTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final Meters meters = new Meters();

	@Test
	void whenLabelValuesHoldSpecialCharactersThenTheyAreEscaped() throws IOException {
		this.meters.counters("odd", "Odd.", LabelNames.of("path")).with("/a\"b\\c\nd\té€😀").increment();

		assertThat(scrape()).isEqualTo("""
				# HELP odd Odd.
				# TYPE odd counter
				odd{path="/a\\"b\\\\c\\nd\té€😀"} 1
				""");
	}

	@Test
	void whenHelpHoldsLineEndsThenTheyAreEscaped() throws IOException {
		this.meters.gauge("odd", "Two\nlines, a \\ and a \".", () -> 1);

		assertThat(scrape()).startsWith("# HELP odd Two\\nlines, a \\\\ and a \".\n");
	}

	@Test
	void whenALabelHasNoValueThenItIsShownEmpty() throws IOException {
		this.meters.counters("calls", "Calls.", LabelNames.of("app_id", "status")).with("cart", "").increment();

		assertThat(scrape()).endsWith("\ncalls{app_id=\"cart\",status=\"\"} 1\n");
	}

	@Test
	void whenSeveralMetricsAreThereThenNamesAndSeriesAreSorted() throws IOException {
		Family<Counter> second = this.meters.counters("b_total", "Second.", LabelNames.of("x", "y"));
		second.with("2", "1").add(3);
		second.with("1", "2").add(2);
		second.with("1", "1").add(1);
		this.meters.gauge("a", "First.", () -> 0.5);

		assertThat(scrape()).isEqualTo("""
				# HELP a First.
				# TYPE a gauge
				a 0.5
				# HELP b_total Second.
				# TYPE b_total counter
				b_total{x="1",y="1"} 1
				b_total{x="1",y="2"} 2
				b_total{x="2",y="1"} 3
				""");
	}

	@Test
	void whenAMetricHasNoSeriesYetThenItIsLeftOut() throws IOException {
		this.meters.counters("calls", "Calls.", LabelNames.of("app_id"));
		this.meters.gauge("unknown", "Not known.", () -> Double.NaN);

		assertThat(scrape()).isEmpty();
	}

	@Test
	void whenAPolledValueFailsThenTheOthersAreShown() throws IOException {
		this.meters.gauge("broken", "Broken.", () -> {
			throw new IllegalStateException("expected by this test");
		});
		this.meters.polledCounter("whole_total", "Whole.", () -> 2);

		assertThat(scrape()).isEqualTo("""
				# HELP whole_total Whole.
				# TYPE whole_total counter
				whole_total 2
				""");
	}

	@Test
	void whenTheSameMetricIsAskedForAgainThenItIsTheSame() {
		Family<Counter> first = this.meters.counters("calls", "Calls.", LabelNames.of("app_id"));
		Family<Counter> second = this.meters.counters("calls", "Calls.", LabelNames.of("app_id"));

		assertThat(second).isSameAs(first);
		assertThat(second.with("cart")).isSameAs(first.with("cart"));
	}

	@Test
	void whenAnotherMetricHasTheNameThenItIsRefused() {
		this.meters.counters("calls", "Calls.", LabelNames.of("app_id"));

		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.meters.counters("calls", "Calls.", LabelNames.of("path")))
			.withMessage("name: calls (expected: a name that no other metric has)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.meters.gauge("calls", "Calls.", () -> 1))
			.withMessage("name: calls (expected: a name that no other metric has)");
	}

	@Test
	void whenTheSameHistogramIsAskedForWithOtherBoundsThenItIsRefused() {
		this.meters.histograms("latency", "Latency.", Bounds.of(1, 2), LabelNames.of());

		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.meters.histograms("latency", "Latency.", Bounds.of(1, 3), LabelNames.of()))
			.withMessage("name: latency (expected: a name that no other metric has)");
	}

	@Test
	void whenAGaugeIsRegisteredTwiceThenItIsRefused() {
		this.meters.gauge("open", "Open.", () -> 1);

		assertThatIllegalArgumentException().isThrownBy(() -> this.meters.gauge("open", "Open.", () -> 2))
			.withMessage("name: open (expected: a name that no other metric has)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1a", "a-b", "a b", "a\nb", "é" })
	void whenANameIsNotLegalThenItIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.meters.counters(name, "Odd.", LabelNames.of()))
			.withMessage("name: " + name + " (expected: ASCII letters, digits and underscores, no digit first)");
	}

	@Test
	void whenTheNumberOfLabelValuesIsWrongThenItIsRefused() {
		Family<Counter> calls = this.meters.counters("calls", "Calls.", LabelNames.of("app_id", "path"));

		assertThatIllegalArgumentException().isThrownBy(() -> calls.with("cart"))
			.withMessage("labelValues: [cart] (expected: values of [app_id, path])");
	}

	@Test
	void whenTheUnboundedLabelIsNoneOfTheLabelsThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> LabelNames.of("app_id").unbounded("path"))
			.withMessage("unbounded: path (expected: one of [app_id])");
	}

	@Test
	void whenTheCallersArrayChangesThenTheSeriesDoesNot() throws IOException {
		String[] values = { "cart" };
		this.meters.counters("calls", "Calls.", LabelNames.of("app_id")).with(values).increment();

		values[0] = "other";

		assertThat(scrape()).endsWith("calls{app_id=\"cart\"} 1\n");
	}

	@Test
	void whenScrapedIntoBuffersThenTheyAreSmallAndTheTextIsTheSame() throws IOException {
		Family<Histogram> latency = this.meters.histograms("latency", "Länge.", Bounds.LATENCY_IN_MILLIS,
				LabelNames.of("path"));
		for (int i = 0; i < 100; i++) {
			latency.with("/ä/" + i).record(i);
		}

		List<ByteBuf> buffers = this.meters.scrape(UnpooledByteBufAllocator.DEFAULT).collectList().block(SOON);

		StringBuilder text = new StringBuilder();
		assertThat(buffers).hasSizeGreaterThan(4).allSatisfy((buffer) -> {
			assertThat(buffer.readableBytes()).isLessThan(48 * 1024);
			text.append(buffer.toString(StandardCharsets.UTF_8));
			assertThat(buffer.release()).isTrue();
		});
		assertThat(text.toString()).isEqualTo(scrape());
	}

	@Test
	void whenThereIsNothingToScrapeThenThereIsNoBuffer() {
		assertThat(this.meters.scrape(UnpooledByteBufAllocator.DEFAULT).count().block(SOON)).isZero();
	}

	private String scrape() throws IOException {
		StringBuilder text = new StringBuilder();
		this.meters.scrape(text);
		return text.toString();
	}

}
