package dev.daprinvoke.target;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Contract section 1.4.
 */
class MethodPathTests {

	@ParameterizedTest
	@CsvSource({ "items, items", "'', ''", "., ''", ".., ''", "../.., ''", "/, ''", "//, ''", "a/../echo, echo",
			"echo/, echo", "//echo, echo", "/echo, echo", "../echo, echo", "../../echo, echo", "/../echo, echo",
			"a/b/../../.., ''", "admin/../public, public", "a//b/./c, a/b/c", "..., ...", "a/..b, a/..b",
			"a%2Fb, a%2Fb", "a%2e%2e/b, a%2e%2e/b" })
	void whenCleanedThenItIsARelativePath(String method, String cleaned) {
		assertThat(MethodPath.of(method).value()).isEqualTo(cleaned);
	}

	@Test
	void whenAnyByteValueThenOnlyControlsAndUrlDelimitersAreRefused() {
		for (int b = 0; b < 256; b++) {
			String method = Utf8Escape
				.fromLatin1(new String(new byte[] { 'a', (byte) b, 'z' }, StandardCharsets.ISO_8859_1));
			String reason = reason(b);
			if (reason != null) {
				assertThatIllegalArgumentException().as("byte %02x", b)
					.isThrownBy(() -> MethodPath.of(method))
					.withMessage(reason + GoQuoted.of(method));
			}
			else {
				assertThat(MethodPath.of(method).value()).as("byte %02x", b).isEqualTo(method);
			}
		}
	}

	private static String reason(int b) {
		if (b == '#' || b == '?' || b == 0) {
			return "method contains forbidden character: ";
		}
		return (b < 0x20 || b == 0x7f) ? "method contains control character at position 1: " : null;
	}

	@Test
	void whenAControlCharacterFollowsOthersThenItsPositionCountsBytes() {
		assertThatIllegalArgumentException().isThrownBy(() -> MethodPath.of("é\u20ac\ud83d\ude00\n"))
			.withMessage("method contains control character at position 9: \"é\u20ac\ud83d\ude00\\n\"");
		String brokenByte = Utf8Escape.fromLatin1("\u00ff\u0001");
		assertThatIllegalArgumentException().isThrownBy(() -> MethodPath.of(brokenByte))
			.withMessage("method contains control character at position 1: \"\\xff\\x01\"");
	}

	@Test
	void whenForbiddenAndControlThenForbiddenIsSaid() {
		assertThatIllegalArgumentException().isThrownBy(() -> MethodPath.of("\n?"))
			.withMessage("method contains forbidden character: \"\\n?\"");
	}

	@Test
	void whenNormalisedTwiceThenNothingChanges() {
		for (String method : new String[] { "a/../b", "../x/", "//y", "a%2Fb", "é" }) {
			MethodPath once = MethodPath.of(method);
			assertThat(MethodPath.of(once.value())).isEqualTo(once).hasSameHashCodeAs(once).hasToString(once.value());
		}
	}

}
