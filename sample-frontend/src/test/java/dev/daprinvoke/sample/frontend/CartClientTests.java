package dev.daprinvoke.sample.frontend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CartClient}.
 */
class CartClientTests {

	@Test
	void whenNoSidecarListensThenTheFailureNamesItsAddress() throws IOException {
		// Bound, so that nobody else takes the port, but not listening.
		try (Socket nobody = new Socket()) {
			nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			assertUnreachable(nobody.getLocalPort());
		}
	}

	private static void assertUnreachable(int port) {
		URI url = URI.create("http://127.0.0.1:" + port + "/v1.0/invoke/cart/method/items");
		CartClient client = new CartClient(
				new CartClientProperties(url, Duration.ofSeconds(2), Duration.ofSeconds(10)));
		assertThatExceptionOfType(CartCallException.class).isThrownBy(client::fetch)
			.withMessage("No answer from the sidecar at 127.0.0.1:" + port + ".")
			.satisfies((failure) -> {
				assertThat(failure.answeredStatus()).isZero();
				assertThat(failure.url()).isEqualTo(url);
			});
	}

}
