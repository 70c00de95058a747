package dev.daprinvoke.benchmarks.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class FileLimitTests {

	@Test
	void whenTheLimitIsTooLowThenSaysWhoseAndHowToRaiseIt() {
		assertThatExceptionOfType(LoadFailure.class).isThrownBy(() -> FileLimit.require(10_000, "daprd-caller", 10_499))
			.withMessage("10,000 connections need 10,500 open files, but daprd-caller may open only 10,499;"
					+ " raise the limit before the run: ulimit -n 10500");
	}

	@Test
	void whenTheLimitSufficesThenPasses() {
		assertThatNoException().isThrownBy(() -> FileLimit.require(10_000, "daprd-caller", 10_500));
	}

}
