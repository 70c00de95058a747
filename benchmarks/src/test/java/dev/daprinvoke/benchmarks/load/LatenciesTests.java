package dev.daprinvoke.benchmarks.load;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LatenciesTests {

	private final Latencies latencies = new Latencies(
			LongStream.iterate(200, (millis) -> millis - 1).limit(200).map((millis) -> millis * 1_000_000).toArray());

	@ParameterizedTest
	@CsvSource({ "0.1, 1", "50, 100", "50.1, 101", "99, 198", "100, 200" })
	void percentileIsTheNearestRank(double percent, double millis) {
		assertThat(this.latencies.percentileMillis(percent)).isEqualTo(millis);
	}

	@Test
	void rangeKeepsTheOrderInWhichRequestsWereDue() {
		assertThat(this.latencies.range(0, 10).percentileMillis(50)).isEqualTo(195);
		assertThat(this.latencies.range(0, 10).count()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, 100.1, Double.NaN })
	void refusesPercentagesThatAreNone(double percent) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.latencies.percentileMillis(percent))
			.withMessage("percent: " + percent + " (expected: above 0, up to 100)");
	}

}
