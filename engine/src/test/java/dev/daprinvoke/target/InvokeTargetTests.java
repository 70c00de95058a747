package dev.daprinvoke.target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Contract section 1.8.
 */
class InvokeTargetTests {

	private static final Namespace OWN = new Namespace("shop");

	@ParameterizedTest
	@CsvSource({ "cart, cart, shop", "cart.prod, cart, prod", "cart., cart, ''", "C a/r:t, C a/r:t, shop",
			"httpx, httpx, shop", "HTTP://x, HTTP://x, shop" })
	void whenAnIdThenItIsAnAppInTheNamedOrOwnNamespace(String text, String id, String namespace) {
		assertThat(InvokeTarget.parse(text, OWN))
			.isEqualTo(new AppTarget(text, new AppId(id), new Namespace(namespace)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b.c", "a..b", ".b", "..", "a.b.c.d" })
	void whenThereAreMoreDotsThenItIsInvalid(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> InvokeTarget.parse(text, OWN))
			.withMessage("invalid app id " + text);
	}

	@Test
	void whenEmptyThenItIsInvalid() {
		assertThatIllegalArgumentException().isThrownBy(() -> InvokeTarget.parse("", OWN))
			.withMessage("app id is empty");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://host", "https://host:8443/base", "http://a.b.c" })
	void whenAUrlThenItIsOutside(String text) {
		assertThat(InvokeTarget.parse(text, OWN)).isEqualTo(new UrlTarget(text))
			.hasFieldOrPropertyWithValue("text", text);
	}

	@Test
	void whenAnAppIdIsImpossibleThenItSaysWhatWasExpected() {
		assertThatIllegalArgumentException().isThrownBy(() -> new AppId(""))
			.withMessage("app id: \"\" (expected: a non-empty text)");
		assertThatIllegalArgumentException().isThrownBy(() -> new AppId("a.b"))
			.withMessage("app id: a.b (expected: no dots)");
		assertThat(new AppId("cart")).hasToString("cart");
		assertThat(Namespace.DEFAULT).hasToString("default");
	}

}
