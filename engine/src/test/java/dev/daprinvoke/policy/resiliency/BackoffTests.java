package dev.daprinvoke.policy.resiliency;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Pauses before repetitions.
 */
class BackoffTests {

	@ParameterizedTest
	@CsvSource({ "1, 0, 50", "1, 0.5, 100", "2, 0.5, 200", "3, 0.5, 400", "4, 0.5, 500", "1000000, 0.5, 500",
			"4, 0.999, 749" })
	void whenRepeatedThenPausesGrowToTheLongest(int repetition, double random, long millis) {
		Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500), () -> random);
		assertThat(backoff.before(repetition).toMillis()).isEqualTo(millis);
	}

	@Test
	void whenThereIsNoPauseThenItStaysSo() {
		assertThat(new Backoff(Duration.ZERO, Duration.ZERO, () -> 0.9).before(7)).isZero();
	}

	@Test
	void whenDurationsContradictThenTheyAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Backoff(Duration.ofMillis(-1), Duration.ZERO, () -> 0))
			.withMessage("delay: PT-0.001S (expected: zero or more)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), () -> 0))
			.withMessage("max-delay: PT1S (expected: at least delay, PT2S)");
	}

}
