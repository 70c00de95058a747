package dev.daprinvoke.target;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract sections 1.3 and 1.4.
 */
class PercentDecoderTests {

	@Test
	void whenAnyByteIsEscapedThenItComesBack() {
		for (int b = 0; b < 256; b++) {
			for (String format : new String[] { "a%%%02Xz", "a%%%02xz" }) {
				String decoded = PercentDecoder.path(String.format(format, b));
				assertThat(Utf8Escape.bytes(decoded)).as("byte %02x", b).containsExactly('a', b, 'z');
			}
		}
	}

	@Test
	void whenAnyByteIsRawThenItComesBack() {
		for (int b = 0; b < 256; b++) {
			String raw = new String(new byte[] { 'a', (byte) b }, StandardCharsets.ISO_8859_1);
			String decoded = PercentDecoder.path(raw);
			if (b == '%') {
				assertThat(decoded).isNull();
			}
			else {
				assertThat(Utf8Escape.bytes(decoded)).as("byte %02x", b).containsExactly('a', b);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "echo%2Fa%20b+c%C3%A9;x, echo/a b+cé;x", "echo%2541, echo%41", "plain, plain", "'', ''" })
	void whenAPathIsDecodedThenAPlusStays(String raw, String decoded) {
		assertThat(PercentDecoder.path(raw)).isEqualTo(decoded);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "a%", "a%4", "%zz", "%4g", "%g4", "%%41" })
	void whenAnEscapeIsBadThenThereIsNoText(String raw) {
		assertThat(PercentDecoder.path(raw)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "a+b, a b", "a%2Bb, a+b", "http%3A%2F%2Fhost%3A80, http://host:80", "caf%C3%A9, café",
			"café+x, café x", "%zz+a, %zz+a", "a%, a%" })
	void whenAQueryPartIsDecodedThenAPlusIsASpaceAndABadEscapeLeavesItRaw(String text, String decoded) {
		assertThat(PercentDecoder.queryOrRaw(text)).isEqualTo(decoded);
	}

}
