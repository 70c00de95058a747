package dev.daprinvoke.spring.client.grpc;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DaprTargetTests {

	@ParameterizedTest
	@CsvSource({ "dapr://cart, cart", "dapr://cart.production, cart.production", "dapr://My_Cart-2, My_Cart-2" })
	void whenTargetNamesAppThenIdIsKeptAsWritten(String target, String app) {
		assertThat(DaprTarget.app(target)).isEqualTo(app);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:9090", "static://localhost:9090", "dns:///dapr:50001", "unix:/dapr", "cart",
			"in-process:dapr", "default", "dapr", "" })
	void whenTargetHasOtherSchemeThenItIsNotOurs(String target) {
		assertThat(DaprTarget.app(target)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr:", "dapr:cart", "dapr:/cart", "dapr://", "dapr:///cart", "dapr://a.b.c",
			"dapr://.cart", "dapr://cart/path", "dapr://cart/", "dapr://cart?a=b", "dapr://cart#a", "dapr://a b",
			"dapr://a%20b", "dapr://${cart}", "dapr://w\u00e4gen", "DAPR://cart" })
	void whenTargetIsMalformedThenMessageSaysWhatWouldBeRight(String target) {
		assertThatIllegalArgumentException().isThrownBy(() -> DaprTarget.app(target))
			.withMessage("target: " + target + " (expected: dapr://<app id> or dapr://<app id>.<namespace>, "
					+ "without path or query, in printable ASCII)");
	}

}
