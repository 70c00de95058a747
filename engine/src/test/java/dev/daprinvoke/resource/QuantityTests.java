package dev.daprinvoke.resource;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Invocation contract section 6, {@code --max-body-size}: a Kubernetes quantity. */
class QuantityTests {

	@ParameterizedTest
	@CsvSource({ "0, 0", "1024, 1024", "+5, 5", "-1, -1", "4Mi, 4194304", "2Gi, 2147483648", "4Ki, 4096",
			"1Ei, 1152921504606846976", "0.5Ki, 512", "1.5k, 1500", "4M, 4000000", "1E, 1000000000000000000",
			"1E3, 1000", "1e3, 1000", "1e+3, 1000", "5e-1, 1", ".5, 1", "5., 5", "00012, 12" })
	void whenTextIsQuantityThenItsWholeValueIsKnown(String text, long value) {
		assertThat(Quantity.parse(text).value()).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource({ "100m, 1", "1n, 1", "1u, 1", "-100m, -1", "1500m, 2", "1.1Mi, 1153434", "0.1n, 1", "1e-9999, 1" })
	void whenValueHasFractionThenItIsRoundedAwayFromZero(String text, long value) {
		assertThat(Quantity.parse(text).value()).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "8Ei", "9999999999999999999", "1e9999", "999E", "9223372036854775808" })
	void whenValueIsTooLargeThenItIsTheLargestLong(String text) {
		assertThat(Quantity.parse(text).value()).isEqualTo(Long.MAX_VALUE);
		assertThat(Quantity.parse("-" + text).value()).isEqualTo(-Long.MAX_VALUE);
	}

	@ParameterizedTest
	@CsvSource({ "4Mi, 4Mi", "4096Ki, 4Mi", "1.5Gi, 1536Mi", "1023Ki, 1023Ki", "512Mi, 512Mi", "1024, 1024",
			"0.5Ki, 512", "1500, 1500", "1.5k, 1500", "2000, 2k", "1000000, 1M", "100m, 100m", "0.1m, 100u",
			"0.5, 500m", "12e6, 12e6", "1200e3, 1200e3", "1e2, 100", "5e-3, 5e-3", "0Mi, 0", "-0, 0", "-4Mi, -4Mi",
			"1000Ki, 1000Ki", "0.5n, 1n", "1.0001Ki, 1024102400u" })
	void whenWrittenThenTextIsTheShortestWithoutFraction(String text, String written) {
		assertThat(Quantity.parse(text)).hasToString(written);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1n", "999n", "1001n", "1.5", "1500m", "1k", "1023", "1024", "1025", "1Ki", "1.5Ki",
			"3Ti", "1e18", "7E", "8Ei", "1e-9", "123456789.123456789", "-2Gi", "1.1Mi" })
	void whenWrittenAndReadAgainThenAmountIsTheSame(String text) {
		Quantity quantity = Quantity.parse(text);
		assertThat(Quantity.parse(quantity.toString()).amount()).isEqualTo(quantity.amount());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "4MB", "4 Mi", " 4Mi", "4mi", "4KI", "ki", "Mi", ".", "-", "+", "1.2.3", "1e",
			"1E1.5", "0x10", "1_000", "1,5", "four", "4Mii", "1e99999", "４Mi", "NaN", "--1" })
	void whenTextIsNoQuantityThenMessageSaysWhatWasExpected(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Quantity.parse(text))
			.withMessage("quantity: " + text
					+ " (expected: a number, which one of n u m k M G T P E, Ki Mi Gi Ti Pi Ei or e<exponent> may follow)");
	}

	@Test
	void whenTextIsVeryLongThenMessageIsNot() {
		assertThatIllegalArgumentException().isThrownBy(() -> Quantity.parse("1".repeat(100_000)))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(250).contains("1…"));
	}

	@Test
	void whenMadeFromBytesThenNotationIsBinary() {
		assertThat(Quantity.ofBytes(4 * 1024 * 1024)).hasToString("4Mi");
		assertThat(Quantity.ofBytes(1000)).hasToString("1k");
	}

	@Test
	void whenTrailingZerosDifferThenQuantitiesAreEqual() {
		assertThat(new Quantity(new BigDecimal("1.50"), Quantity.Notation.DECIMAL)).isEqualTo(Quantity.parse("1.5"));
	}

}
