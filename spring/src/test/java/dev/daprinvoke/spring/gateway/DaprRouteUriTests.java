package dev.daprinvoke.spring.gateway;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class DaprRouteUriTests {

	@ParameterizedTest
	@CsvSource({ "dapr://cart, cart", "dapr://cart.production, cart.production", "dapr://My_Cart-1, My_Cart-1",
			"dapr://_x.NS_1, _x.NS_1", "dapr://1, 1" })
	void whenTheAuthorityIsAnIdThenItIsTheTarget(URI uri, String target) {
		assertThatNoException().isThrownBy(() -> DaprRouteUri.check(uri));
		assertThat(DaprRouteUri.target(uri)).isEqualTo(target);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://cart", "lb://cart", "forward:/x", "https://dapr" })
	void whenTheSchemeIsAnotherThenTheRouteLeadsElsewhere(URI uri) {
		assertThatNoException().isThrownBy(() -> DaprRouteUri.check(uri));
		assertThat(DaprRouteUri.target(uri)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr:cart", "dapr:///cart", "dapr://cart/", "dapr://cart/api", "dapr://cart?x=1",
			"dapr://cart#x", "dapr://a.b.c", "dapr://.ns", "DAPR://cart", "dapr://http://host", "dapr://my%20cart" })
	void whenItIsNotOneIdThenItIsRefused(URI uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> DaprRouteUri.check(uri))
			.withMessageStartingWith("uri: " + uri + " (expected: dapr://<app id> or dapr://<app id>.<namespace>, ");
	}

}
