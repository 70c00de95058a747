package dev.daprinvoke.target;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The SPIFFE-ID specification, section 2; platform contract sections 1.3 and 1.5. */
class SpiffeIdTests {

	@Test
	void whenAnIdIsAnAppsThenItsPartsAreTold() {
		SpiffeId id = SpiffeId.parse("spiffe://public/ns/default/cart");
		assertThat(id.trustDomain()).isEqualTo("public");
		assertThat(id.path()).isEqualTo("/ns/default/cart");
		assertThat(id.namespaceAndApp()).isEqualTo(List.of("default", "cart"));
		assertThat(id).hasToString("spiffe://public/ns/default/cart")
			.isEqualTo(SpiffeId.of("public", new AppTarget("cart", new AppId("cart"), Namespace.DEFAULT)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spiffe://a", "spiffe://a.b-c_1/x", "spiffe://a/ns/b", "spiffe://a/sa/b/c",
			"spiffe://a/X_y.z-1" })
	void whenAnIdIsNoAppsThenItIsOneAllTheSame(String text) {
		assertThat(SpiffeId.parse(text)).hasToString(text);
		assertThat(SpiffeId.parse(text).namespaceAndApp()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "https://a/b", "SPIFFE://a/b", "spiffe:/a/b", "spiffe://", "spiffe:///ns/a/b",
			"spiffe://A/b", "spiffe://a:1/b", "spiffe://u@a/b", "spiffe://a/", "spiffe://a/b/", "spiffe://a//b",
			"spiffe://a/./b", "spiffe://a/../b", "spiffe://a/b?c", "spiffe://a/b#c", "spiffe://a/%62", "spiffe://a/ü",
			"spiffe://ä/b", "spiffe://a b/c", " spiffe://a/b" })
	void whenATextIsNoIdThenTheErrorNamesIt(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SpiffeId.parse(text))
			.withMessageStartingWith("SPIFFE id: ")
			.withMessageContaining("(expected: ");
	}

	@Test
	void whenAnIdIsTooLongThenItIsRefused() {
		String longest = "spiffe://a/" + "b".repeat(2048 - 11);
		assertThat(SpiffeId.parse(longest)).hasToString(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> SpiffeId.parse(longest + "b"));
	}

}
