package dev.daprinvoke.resource;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** Invocation contract section 7.1, row "env expansion". */
class EnvironmentExpansionTests {

	private final EnvironmentExpansion expansion = new EnvironmentExpansion(
			Map.of("HOME", "/home/cart", "A_1", "x", "1", "one", "dotted.name", "d", "DOLLAR", "$HOME"));

	@ParameterizedTest
	@CsvSource({ "$HOME/db, /home/cart/db", "${HOME}db, /home/cartdb", "$A_1-, x-", "$HOMEdb, ''", "${UNSET}, ''",
			"a$UNSET.b, a.b", "'cost $ 5', 'cost $ 5'", "'$', '$'", "^/a$|b, ^/a$|b", "${}, ''", "a${b, ab",
			"$1st, onest", "$$HOME, HOME", "${dotted.name}, d", "$DOLLAR, $HOME", "plain, plain", "$ä, $ä" })
	void whenTextNamesVariablesThenTheyAreReplaced(String text, String expanded) throws IOException {
		assertThat(this.expansion.expand(text)).isEqualTo(expanded);
	}

	@Test
	void whenVariablesMakeTextTooLargeThenItIsRefused() {
		EnvironmentExpansion large = new EnvironmentExpansion(Map.of("L", "x".repeat(100_000)));
		assertThatIOException().isThrownBy(() -> large.expand("$L ".repeat(100_000)))
			.withMessage("is larger than 1Mi with its variables");
	}

}
