package dev.daprinvoke.spring.client.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import org.junit.jupiter.api.Test;

import org.springframework.grpc.client.VirtualTargets;

import static org.assertj.core.api.Assertions.assertThat;

class DaprChannelCredentialsTests {

	private static final VirtualTargets TARGETS = (name) -> name.equals("orders") ? "dapr://orders" : name;

	private static final ChannelCredentials TLS = TlsChannelCredentials.create();

	private static final ChannelCredentials NONE = InsecureChannelCredentials.create();

	@Test
	void whenTargetIsAnotherServerThenItsCredentialsStay() {
		assertThat(credentials("http://sidecar", TLS).getChannelCredentials("localhost:9090")).isSameAs(TLS);
		assertThat(credentials("https://sidecar", NONE).getChannelCredentials("localhost:9090")).isSameAs(NONE);
	}

	@Test
	void whenEndpointIsPlaintextThenCredentialsForServersInGeneralAreNotUsed() {
		assertThat(credentials("http://sidecar", TLS).getChannelCredentials("dapr://cart"))
			.isInstanceOf(InsecureChannelCredentials.class);
	}

	@Test
	void whenChannelItselfIsEncryptedThenItsCredentialsAreUsed() {
		assertThat(credentials("http://sidecar", TLS).getChannelCredentials("orders")).isSameAs(TLS);
	}

	@Test
	void whenEndpointIsEncryptedThenConfiguredCredentialsOrDefaultOnesAreUsed() {
		assertThat(credentials("https://sidecar", TLS).getChannelCredentials("dapr://cart")).isSameAs(TLS);
		assertThat(credentials("https://sidecar", NONE).getChannelCredentials("dapr://cart"))
			.isInstanceOf(TlsChannelCredentials.class);
	}

	private static DaprChannelCredentials credentials(String endpoint, ChannelCredentials others) {
		return new DaprChannelCredentials(GrpcEndpoint.parse("endpoint", endpoint), TARGETS, "orders"::equals,
				(target) -> others);
	}

}
