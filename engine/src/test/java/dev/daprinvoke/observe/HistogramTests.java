package dev.daprinvoke.observe;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HistogramTests {

	@Test
	void whenAValueEqualsALimitThenItIsInTheBucketAboveAsInRealDapr() {
		Histogram histogram = new Histogram(Bounds.of(1, 5, 6));

		histogram.record(1);
		histogram.record(5);

		assertThat(text(histogram)).isEqualTo("""
				h_bucket{le="1"} 0
				h_bucket{le="5"} 1
				h_bucket{le="6"} 2
				h_bucket{le="+Inf"} 2
				h_sum 6
				h_count 2
				""");
	}

	@Test
	void whenAValueIsAboveAllLimitsThenOnlyInfinityHoldsIt() {
		Histogram histogram = new Histogram(Bounds.of(1));

		histogram.record(Long.MAX_VALUE);

		assertThat(text(histogram)).isEqualTo("""
				h_bucket{le="1"} 0
				h_bucket{le="+Inf"} 1
				h_sum 9.223372036854776e+18
				h_count 1
				""");
	}

	@Test
	void whenAValueIsNegativeThenItCountsAsZero() {
		Histogram histogram = new Histogram(Bounds.of(1));

		histogram.record(-1);

		assertThat(histogram.count()).isEqualTo(1);
		assertThat(histogram.sum()).isZero();
	}

	@Test
	void whenRecordedInAFinerUnitThenTheSumKeepsItsFraction() {
		Histogram histogram = new Histogram(Bounds.of(1, 2).recordedIn(1_000_000));

		histogram.record(999_999);
		histogram.record(1_000_001);

		assertThat(text(histogram)).isEqualTo("""
				h_bucket{le="1"} 1
				h_bucket{le="2"} 2
				h_bucket{le="+Inf"} 2
				h_sum 2
				h_count 2
				""");
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "2,1" })
	void whenLimitsDoNotRiseThenTheyAreRefused(long first, long second) {
		assertThatIllegalArgumentException().isThrownBy(() -> Bounds.of(first, second))
			.withMessage("limits: " + first + ", " + second + " (expected: rising numbers)");
	}

	@Test
	void whenAUnitIsCoarserThanTheExposedThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Bounds.of(1).recordedIn(0))
			.withMessage("unitsPerExposed: 0 (expected: 1 or more)");
	}

	@Test
	void whenACounterIsToGoBackThenItIsRefused() {
		Counter counter = new Counter();
		counter.add(0);

		assertThatIllegalArgumentException().isThrownBy(() -> counter.add(-1))
			.withMessage("events: -1 (expected: 0 or more)");
		assertThat(counter.count()).isZero();
	}

	private static String text(Histogram histogram) {
		StringBuilder text = new StringBuilder();
		histogram.writeTo(new Samples(text, "h", List.of(), List.of()));
		return text.toString();
	}

}
