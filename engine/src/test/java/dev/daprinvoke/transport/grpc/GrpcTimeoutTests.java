package dev.daprinvoke.transport.grpc;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** gRPC over HTTP/2, requests: TimeoutValue and TimeoutUnit. */
class GrpcTimeoutTests {

	@ParameterizedTest
	@CsvSource({ "30S, PT30S", "1H, PT1H", "2M, PT2M", "150m, PT0.15S", "29998979u, PT29.998979S", "7n, PT0.000000007S",
			"0n, PT0S", "99999999S, PT99999999S", "99999999H, PT87600H" })
	void whenAValueIsRightThenItsTimeIsRead(String value, Duration time) {
		assertThat(GrpcTimeout.nanos(value)).isEqualTo(time.toNanos());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "S", "1", "123456789S", "1s", "-1S", "1.5S", " 1S", "1S " })
	void whenAValueIsNoneThenItIsNamed(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> GrpcTimeout.nanos(value))
			.withMessage("malformed grpc-timeout: " + value + " (expected: 1 to 8 digits and one of H, M, S, m, u, n)");
	}

	@Test
	void whenAValueIsLongThenItsBeginningIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> GrpcTimeout.nanos("7".repeat(100_000)))
			.withMessage("malformed grpc-timeout: " + "7".repeat(32)
					+ "… (expected: 1 to 8 digits and one of H, M, S, m, u, n)");
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0n", "PT0.05S, 50000000n", "PT0.1S, 100000u", "PT30S, 30000000u", "PT5M, 300000m",
			"PT48H, 172800S", "PT-1S, 0n" })
	void whenATimeIsWrittenThenInTheFinestUnitThatFits(Duration time, String value) {
		assertThat(GrpcTimeout.text(time.toNanos()).toString()).isEqualTo(value);
	}

	@Test
	void whenAnyTimeIsWrittenThenItIsReadAgainToWithinItsUnit() {
		for (long nanos = 1; nanos < Duration.ofDays(3650).toNanos(); nanos *= 3) {
			long read = GrpcTimeout.nanos(GrpcTimeout.text(nanos));
			assertThat(read).isLessThanOrEqualTo(nanos).isGreaterThan(nanos - nanos / 1000 - 1);
		}
	}

}
