package dev.daprinvoke.observe;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NumberTextTests {

	@ParameterizedTest
	@CsvSource({ "0,0", "-0.0,0", "1,1", "-1,-1", "10,10", "0.5,0.5", "0.07,0.07", "6.011262,6.011262",
			"0.554231,0.554231", "100000,100000", "262144,262144", "999999,999999", "999999.5,999999.5",
			"1000000,1e+06", "-1000000,-1e+06", "1048576,1.048576e+06", "68337664,6.8337664e+07",
			"1795233014.93,1.79523301493e+09", "18446744073709551616,1.8446744073709552e+19", "0.0001,0.0001",
			"0.00001,1e-05", "0.000012,1.2e-05", "1e100,1e+100", "-1.5e-100,-1.5e-100", "NaN,NaN", "Infinity,+Inf",
			"-Infinity,-Inf" })
	void whenADoubleIsWrittenThenItIsAsRealDaprWritesIt(double value, String text) {
		assertThat(NumberText.of(value)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "0,0", "7,7", "999999,999999", "1000000,1e+06", "116862,116862", "4294967296,4.294967296e+09",
			"-9223372036854775808,-9.223372036854775808e+18" })
	void whenALongIsWrittenThenItIsAsTheDouble(long value, String text) {
		assertThat(Double.parseDouble(NumberText.of(value))).isEqualTo(Double.parseDouble(text));
		assertThat(NumberText.of(value)).isEqualTo(NumberText.of((double) value));
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.MIN_VALUE, Double.MAX_VALUE, 0.1 + 0.2, 2e-3, 123456.789, 1e23, Math.PI })
	void whenTheTextIsReadBackThenItIsTheSameDouble(double value) {
		assertThat(Double.parseDouble(NumberText.of(value))).isEqualTo(value);
	}

}
