package dev.daprinvoke.spring.gateway;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RawTargetTests {

	@ParameterizedTest
	@CsvSource({ "a=|&b=%7C, a=%7C&b=%7C, a=|&b=%7C", "a=%zz, a=%25zz, a=%zz", "a=\u00e9, a=%E9, a=\u00e9",
			"'a={1}\"', a=%7B1%7D%22, 'a={1}\"'", "'', '', ''", "a=|, a=%7C&b=2, a=%7C&b=2", "a=1, a=2, a=2",
			"a=1, '', ''", "a=12, a=1, a=1" })
	void whenAFilterHasChangedTheQueryThenThatCountsElseTheRawOne(String raw, String filtered, String passedOn) {
		URI uri = URI.create("http://h/x" + (filtered.isEmpty() ? "" : "?" + filtered));
		assertThat(new RawTarget("/x", raw).query(uri)).isEqualTo(passedOn);
	}

	@Test
	void whenAFilterWritesOtherCharactersThenTheyAreEscaped() {
		assertThat(RawTarget.of(URI.create("http://h/caf\u00e9?of=\u20ac")))
			.isEqualTo(new RawTarget("/caf%C3%A9", "of=%E2%82%AC"));
	}

}
