package dev.daprinvoke.benchmarks.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplesTests {

	@Test
	void medianOfAnOddNumberIsTheMiddleOne() {
		assertThat(samples(5, 1, 3).median()).isEqualTo(3);
	}

	@Test
	void medianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
		assertThat(samples(4, 1, 3, 2).median()).isEqualTo(2.5);
	}

	@Test
	void spreadIsLowestAndHighest() {
		assertThat(samples(5, 1, 3).min()).isEqualTo(1);
		assertThat(samples(5, 1, 3).max()).isEqualTo(5);
	}

	@Test
	void ratioIsTakenRunByRun() {
		assertThat(samples(1, 20, 3).medianRatioTo(samples(1, 10, 6))).isEqualTo(1);
	}

	@Test
	void runsThatLackOneSideDoNotCount() {
		Samples some = new Samples();
		some.add(2, 30);
		assertThat(some.medianRatioTo(samples(1, 10, 6))).isEqualTo(3);
		assertThat(some.medianRatioTo(samples(1))).isNaN();
	}

	@Test
	void whatIsNegativeOnEitherSideHasNoRatio() {
		assertThat(samples(-1, 4, 9).medianRatioTo(samples(1, 2, -3))).isEqualTo(2);
	}

	@Test
	void withoutValuesThereIsNoMedian() {
		assertThat(new Samples().median()).isNaN();
	}

	private static Samples samples(double... values) {
		Samples samples = new Samples();
		for (int run = 0; run < values.length; run++) {
			samples.add(run + 1, values[run]);
		}
		return samples;
	}

}
