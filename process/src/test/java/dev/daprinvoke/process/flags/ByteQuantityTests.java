package dev.daprinvoke.process.flags;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ByteQuantityTests {

	@ParameterizedTest
	@CsvSource({ "0,0", "100,100", "+5,5", "-1,-1", "1k,1000", "4Ki,4096", "4Mi,4194304", "2Gi,2147483648",
			"1.5Ki,1536", ".5Ki,512", "1.,1", "1e3,1000", "1E3,1000", "1e+3,1000", "1500m,2", "1u,1", "1n,1",
			"1E,1000000000000000000", "7Ei,8070450532247928832", "3M,3000000", "1T,1000000000000",
			"1Pi,1125899906842624" })
	void whenTextIsAQuantityThenItsBytesAreRead(String text, long bytes) {
		assertThat(ByteQuantity.parse(text)).isEqualTo(bytes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "4MB", "4mi", "1K", "Mi", "1ki", "0x10", "1e", "--1", "1 Mi", "8Ei", "1e400",
			"9223372036854775808", "NaN" })
	void whenTextIsNoQuantityThenItIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ByteQuantity.parse(text));
	}

}
