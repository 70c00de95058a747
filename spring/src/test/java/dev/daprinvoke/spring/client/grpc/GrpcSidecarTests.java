package dev.daprinvoke.spring.client.grpc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GrpcSidecarTests {

	private static final GrpcEndpoint ENDPOINT = GrpcEndpoint.local("port", "50001");

	@Test
	void whenPrintedThenTokenIsNotShown() {
		assertThat(new GrpcSidecar(ENDPOINT, "secret").toString()).doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "sec\nret", "s\u00e4cret" })
	void whenTokenIsNoMetadataThenMessageDoesNotShowIt(String token) {
		assertThatIllegalArgumentException().isThrownBy(() -> new GrpcSidecar(ENDPOINT, token))
			.withMessage("apiToken: (not shown) (expected: a non-empty text in printable ASCII)");
	}

}
