package dev.daprinvoke.observe;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.TraceContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Platform contract, section 5.1: sampling.
 */
class TracingTests {

	private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

	@ParameterizedTest
	@ValueSource(strings = { "0", "0.0", "0e5", "-0" })
	void whenTheRateIsZeroThenTracingIsOff(String rate) {
		assertThat(Tracing.of(rate, false)).isNull();
		assertThat(Tracing.of(rate, true)).isNull();
	}

	@Test
	void whenNothingIsConfiguredThenWhatCameGoesOnUnchanged() {
		assertThat(next("", false, SAMPLED)).isEqualTo(SAMPLED);
		assertThat(next("", false, UNSAMPLED)).isEqualTo(UNSAMPLED);
	}

	// Deviation: real Dapr sends a context of zeros.
	@Test
	void whenNothingIsConfiguredAndNothingCameThenATraceBeginsThatNobodyRecords() {
		assertThat(next("", false, null)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").doesNotContain("0000000000000000");
	}

	@ParameterizedTest
	@CsvSource({ "1, false", "0.5, false", "0.0000001, false", "'', true", "garbage, false", "-1, false" })
	void whenSpansAreMadeThenTheSidecarIsOneOfItsOwnAndTheParentDecidesAboutSampling(String rate, boolean exporting) {
		assertThat(next(rate, exporting, SAMPLED)).matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01")
			.isNotEqualTo(SAMPLED);
		assertThat(next(rate, exporting, UNSAMPLED)).matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00")
			.isNotEqualTo(UNSAMPLED);
	}

	@ParameterizedTest
	@CsvSource({ "1, 4000, 4000", "7, 4000, 4000", "0.5, 1800, 2200", "-1, 0, 0", "garbage, 0, 20", "NaN, 0, 20" })
	void whenTracesBeginThenTheRateDecides(String rate, int least, int most) {
		int sampled = 0;
		for (int i = 0; i < 4000; i++) {
			sampled += next(rate, false, null).endsWith("-01") ? 1 : 0;
		}
		assertThat(sampled).isBetween(least, most);
	}

	@Test
	void whenManyTracesBeginThenNoIdComesTwice() {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			assertThat(ids.add(next("", false, null).substring(3, 35))).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, AlwaysOnSampler", "2, AlwaysOnSampler", "0, TraceIDRatioBased{0}", "'', TraceIDRatioBased{0.0001}",
			"0.25, TraceIDRatioBased{0.25}", "-3, TraceIDRatioBased{0}" })
	void whenTheSidecarStartsThenTheSamplerIsDescribedAsToolsExpect(String rate, String description) {
		assertThat(Tracing.sampler(Tracing.of(rate, false))).isEqualTo(description);
	}

	private static String next(String rate, boolean exporting, @Nullable String received) {
		Tracing tracing = Tracing.of(rate, exporting);
		assertThat(tracing).isNotNull();
		return tracing.next(TraceContext.parse(received)).traceparent();
	}

}
