package dev.daprinvoke.target;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.testkit.GoTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.4: methods in error texts are quoted as Go's {@code strconv.Quote}
 * does.
 */
class GoQuotedTests {

	@Test
	void whenAnyByteOrOddCharacterThenItIsQuotedAsGoDoes() {
		assertThat(GoTable.rows("quote.tsv")).hasSize(274).allSatisfy((row) -> {
			String text = Utf8Escape.fromLatin1(GoTable.latin(row.get(0)));
			assertThat(GoQuoted.of(text)).isEqualTo(row.get(1));
		});
	}

}
