package dev.daprinvoke.spring.client.http;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.UrlTarget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DaprUriTests {

	@ParameterizedTest
	@CsvSource({ "dapr://cart/items/1?x=y, cart, items/1, x=y", "dapr://cart, cart, '', ''",
			"dapr://cart/, cart, '', ''", "dapr://cart.production/a, cart.production, a, ''",
			"dapr://My_Cart/a, My_Cart, a, ''", "DAPR://cart/a, cart, a, ''", "dapr://cart/a%2Fb, cart, a%2Fb, ''",
			"dapr://cart/50%25, cart, 50%25, ''", "dapr://cart/a+b%20c, cart, a+b c, ''",
			"dapr://cart/caf%C3%A9, cart, caf\u00e9, ''", "dapr://cart/caf\u00e9, cart, caf\u00e9, ''",
			"dapr://cart/a?q=%2F+%25&r, cart, a, q=%2F+%25&r", "dapr://a%20b/c, a b, c, ''",
			"dapr://cart:1/c, cart:1, c, ''", "dapr://http%3A%2F%2Fhost%3A8080/path, http://host:8080, path, ''",
			"dapr://https%3A%2F%2Fhost%2Fbase/path, https://host/base, path, ''",
			"dapr://http%253A%252F%252Fhost%253A8080/path, http://host:8080, path, ''" })
	void whenAUriIsTakenApartThenTargetAndMethodAreDecodedAndTheQueryIsNot(String uri, String target, String method,
			String query) {
		assertThat(DaprUri.of(URI.create(uri))).isEqualTo(new DaprUri(target, method, query));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr:cart", "dapr:///items", "dapr:/items", "http://cart/items", "items", "/items" })
	void whenAUriNamesNoTargetThenItIsRefused(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> DaprUri.of(URI.create(uri)))
			.withMessage("uri: " + uri + " (expected: dapr://<app id>/<path>)");
	}

	@Test
	void whenAUrlIsNotEncodedThenTheErrorSaysHow() {
		assertThatIllegalArgumentException().isThrownBy(() -> DaprUri.of(URI.create("dapr://http://host:8080/a")))
			.withMessageEndingWith("percent-encoded, such as dapr://http%3A%2F%2Fhost%3A8080/<path>)");
	}

	@Test
	void whenATargetIsParsedThenItIsAnAppOrAUrl() {
		assertThat(DaprUri.of(URI.create("dapr://cart.production/a")).parseTarget()).isInstanceOfSatisfying(
				AppTarget.class, (app) -> assertThat(app.namespace().value()).isEqualTo("production"));
		assertThat(DaprUri.of(URI.create("dapr://https%3A%2F%2Fhost/a")).parseTarget())
			.isEqualTo(new UrlTarget("https://host"));
	}

	@Test
	void whenATargetOrMethodCanBeNoneThenTheOwnSidecarWouldRefuseIt() {
		assertThatExceptionOfType(SidecarException.class)
			.isThrownBy(() -> DaprUri.of(URI.create("dapr://a.b.c/x")).parseTarget())
			.withMessage("invalid app id a.b.c")
			.satisfies((failure) -> assertThat(failure.stage()).isEqualTo(FailureStage.CALLER_SIDECAR));
		assertThat(DaprUri.of(URI.create("dapr://cart/..%2Fb%3Fc%23d%00")).parseMethod())
			.hasToString("..%2Fb%3Fc%23d%00");
	}

}
