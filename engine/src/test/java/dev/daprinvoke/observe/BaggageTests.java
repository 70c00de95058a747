package dev.daprinvoke.observe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * W3C Baggage, section 3.3; contract section 1.6.
 */
class BaggageTests {

	@ParameterizedTest
	@ValueSource(strings = { "k=v", "k=v;p=1,k2=v2", "k=", " k = v ; p = 1 ; q , k2=v%20w", "k=v;;p", "a=b=c",
			"userId=alice,serverNode=DF%2028", "!#$%&'*+-.^_`|~=!#$&'()*+-./:<=>?@[]^_`{|}~" })
	void whenBaggageFollowsTheGrammarThenNothingIsWrong(String header) {
		assertThat(Baggage.problem(header)).isNull();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '\'', delimiter = '|',
			value = { "bad baggage|invalid baggage list-member: \"bad baggage\"",
					"k=v,|invalid baggage list-member: \"\"", "k;p=1|invalid baggage list-member: \"k;p=1\"",
					"=v|invalid key: \"\"", "a b=v|invalid key: \"a b\"", "k=a b|invalid value: \"a b\"",
					"k=%zz|invalid value: \"%zz\"", "k=%2|invalid value: \"%2\"", "k=é|invalid value: \"é\"",
					"k=\"q\"|invalid value: \"\\\"q\\\"\"", "k=v;p q=1|invalid baggage list-member property: \"p q=1\"",
					"k=v;p=a b|invalid baggage list-member property: \"p=a b\"" })
	void whenBaggageIsMalformedThenThePartIsNamed(String header, String problem) {
		assertThat(Baggage.problem(header)).isEqualTo(problem);
	}

	@Test
	void whenBaggageIsTooLargeThenItIsRefused() {
		assertThat(Baggage.problem("k=" + "v".repeat(8191))).isEqualTo("baggage-string too large: 8193");
		assertThat(Baggage.problem("k=" + "v".repeat(4095))).isEqualTo("list-member too large: 4097");
		assertThat(Baggage.problem("k=" + "v".repeat(4094) + ",l=" + "%41".repeat(1300))).isNull();
		StringBuilder many = new StringBuilder("k0=");
		for (int i = 1; i < 180; i++) {
			many.append(",k").append(i).append('=');
		}
		assertThat(Baggage.problem(many.toString())).isNull();
		assertThat(Baggage.problem(many + ",more=")).isEqualTo("too many list-members in baggage-string");
	}

}
