package dev.daprinvoke.process.flags;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GoDurationTests {

	@ParameterizedTest
	@CsvSource({ "0,PT0S", "-0,PT0S", "3m0s,PT3M", "1.5h,PT1H30M", "500ms,PT0.5S", "50ms,PT0.05S", "1us,PT0.000001S",
			"1µs,PT0.000001S", "7ns,PT0.000000007S", "-1s,PT-1S", "+1s,PT1S", ".5s,PT0.5S", "1.s,PT1S",
			"1h2m3s4ms,PT1H2M3.004S" })
	void whenTextIsADurationThenItIsReadAsGoDoes(String text, Duration expected) {
		assertThat(GoDuration.parse(text)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "5", "s", "1 s", "1s ", "-", "1d", "1S", "1e3s", "999999999h", "..s", "1s1" })
	void whenTextIsNoDurationThenItIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parse(text)).withMessageStartingWith("time: ");
	}

	@ParameterizedTest
	@CsvSource({ "0,0s", "1,1ns", "1500,1.5µs", "500000000,500ms", "1000000,1ms", "1000000000,1s", "5000000000,5s",
			"1500000000,1.5s", "60000000000,1m0s", "180000000000,3m0s", "3600000000000,1h0m0s",
			"90061001000000,25h1m1.001s", "-1500000,-1.5ms" })
	void whenADurationIsWrittenThenItIsAsGoPrintsIt(long nanos, String text) {
		assertThat(GoDuration.format(Duration.ofNanos(nanos))).isEqualTo(text);
	}

}
