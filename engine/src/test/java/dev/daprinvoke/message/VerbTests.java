package dev.daprinvoke.message;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.protocol.common.HTTPExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract sections 1.5 and 2.2.
 */
class VerbTests {

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void whenAnHttpMethodThenItIsTheVerbInAnyLetterCase(Verb verb) {
		assertThat(Verb.ofHttp(verb.name())).isSameAs(verb);
		assertThat(Verb.ofHttp(verb.name().toLowerCase(java.util.Locale.ROOT))).isSameAs(verb);
	}

	@ParameterizedTest
	@ValueSource(strings = { "FOO", "NONE", "none", "", "PROPFIND", "GETT" })
	void whenTheHttpMethodIsUnknownThenItIsPost(String method) {
		assertThat(Verb.ofHttp(method)).isSameAs(Verb.POST);
	}

	@Test
	void whenOnTheWireThenTheNumbersAreThoseOfTheMessage() {
		for (HTTPExtension.Verb verb : EnumSet.complementOf(EnumSet.of(HTTPExtension.Verb.UNRECOGNIZED))) {
			assertThat(Verb.ofNumber(verb.getNumber()).name()).isEqualTo(verb.name());
		}
		assertThat(Verb.ofNumber(10)).isSameAs(Verb.NONE);
		assertThat(Verb.ofNumber(-1)).isSameAs(Verb.NONE);
	}

	@Test
	void whenTheVerbUsuallyLacksABodyThenItIsOneOfFour() {
		assertThat(Verb.values()).filteredOn(Verb::usuallyLacksBody)
			.containsExactly(Verb.GET, Verb.HEAD, Verb.DELETE, Verb.OPTIONS);
	}

}
