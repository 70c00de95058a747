package dev.daprinvoke.sidecar.api.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The status line as real Dapr writes it (fixture client-view/418-remote).
 */
class ReasonPhraseTests {

	@ParameterizedTest
	@CsvSource({ "200,OK", "404,Not Found", "414,Request URI Too Long", "418,I'm a teapot",
			"451,Unavailable For Legal Reasons", "499,status code 499", "599,status code 599" })
	void whenAStatusIsWrittenThenItsWordsAreGos(int code, String words) {
		assertThat(ReasonPhrase.of(code).reasonPhrase()).isEqualTo(words);
	}

}
