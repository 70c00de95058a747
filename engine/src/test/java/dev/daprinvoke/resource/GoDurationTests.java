package dev.daprinvoke.resource;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GoDurationTests {

	@ParameterizedTest
	@CsvSource({ "0, PT0S", "1s, PT1S", "800ms, PT0.8S", "1h30m, PT1H30M", "1.5h, PT1H30M", "-5s, PT-5S", "+5s, PT5S",
			"1m0.5s, PT1M0.5S", "50us, PT0.00005S", "50µs, PT0.00005S", "7ns, PT0.000000007S", ".5s, PT0.5S",
			"3.s, PT3S", "0s, PT0S", "-0, PT0S" })
	void whenTextIsDurationThenItIsRead(String text, Duration duration) {
		assertThat(GoDuration.parse(text)).isEqualTo(duration);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "5", "s", "1 s", "1s ", "1d", "1s2", "1e3s", ".s", "--1s", "1S", "300000000h" })
	void whenTextIsNoDurationThenMessageSaysWhatWasExpected(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parse(text))
			.withMessage(
					"duration: " + text + " (expected: numbers with the units h, m, s, ms, us or ns, such as 1m30s)");
	}

}
