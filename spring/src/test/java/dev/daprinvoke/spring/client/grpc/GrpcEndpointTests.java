package dev.daprinvoke.spring.client.grpc;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GrpcEndpointTests {

	@ParameterizedTest
	@CsvSource({ "sidecar:50001, dns:///sidecar:50001, false", "my_sidecar:50001, dns:///my_sidecar:50001, false",
			"sidecar, dns:///sidecar:443, false", "127.0.0.1:50001, dns:///127.0.0.1:50001, false",
			"[::1]:50001, dns:///%5B::1%5D:50001, false", "http://sidecar:50001, dns:///sidecar:50001, false",
			"http://sidecar:50001/, dns:///sidecar:50001, false", "http://sidecar, dns:///sidecar:80, false",
			"https://sidecar:50001, dns:///sidecar:50001, true", "HTTPS://sidecar, dns:///sidecar:443, true",
			"dns:sidecar:50001, dns:///sidecar:50001, false", "dns:///sidecar:50001, dns:///sidecar:50001, false",
			"dns://10.0.0.53/sidecar:50001, dns://10.0.0.53/sidecar:50001, false",
			"dns:sidecar:50001?tls=true, dns:///sidecar:50001, true",
			"sidecar:50001?tls=true, dns:///sidecar:50001, true",
			"sidecar:50001?tls=false, dns:///sidecar:50001, false" })
	void whenFormIsKnownThenAddressAndEncryptionFollow(String text, String target, boolean tls) {
		GrpcEndpoint endpoint = GrpcEndpoint.parse("DAPR_GRPC_ENDPOINT", text);
		assertThat(endpoint.target()).hasToString(target);
		assertThat(endpoint.tls()).isEqualTo(tls);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ":50001", "sidecar:", "sidecar:0", "sidecar:65536", "sidecar:port", "sidecar:-1",
			"sidecar:123456", "a b:50001", "http://", "http://:50001", "http://sidecar:50001/path",
			"http://user@sidecar", "ftp://sidecar:50001", "unix:/tmp/sidecar", "dns://sidecar:50001",
			"dns://[/sidecar:50001", "http://sidecar:50001?tls=true", "https://sidecar:50001?tls=false",
			"sidecar:50001?tls=yes", "sidecar:50001?other=true", "::1:50001" })
	void whenFormIsUnknownThenMessageNamesSettingAndForms(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> GrpcEndpoint.parse("DAPR_GRPC_ENDPOINT", text))
			.withMessage("DAPR_GRPC_ENDPOINT: " + text + " (expected: host:port, http://host:port, https://host:port "
					+ "or dns:host:port, the first and last also with ?tls=true)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "65536", "99999999999", "-1", "port", "" })
	void whenPortIsNoneThenMessageNamesSetting(String port) {
		assertThatIllegalArgumentException().isThrownBy(() -> GrpcEndpoint.local("DAPR_GRPC_PORT", port))
			.withMessage("DAPR_GRPC_PORT: " + port + " (expected: 1 to 65535)");
	}

}
