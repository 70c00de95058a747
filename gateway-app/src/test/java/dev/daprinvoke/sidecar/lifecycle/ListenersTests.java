package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.process.flags.StartupException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class ListenersTests {

	@Test
	void whenAnHttpPortIsTakenThenBothSentencesAreThere() throws Exception {
		LoopResources loops = LoopResources.create("listeners-test", 1, 1, true);
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			Mono<? extends DisposableServer> binding = HttpServer.create()
				.host("127.0.0.1")
				.port(port)
				.runOn(loops)
				.bind();
			assertThatExceptionOfType(StartupException.class)
				.isThrownBy(() -> new Listeners(Mono.never()).http("metrics", port, "--metrics-port", binding))
				.withMessageMatching("The metrics port " + port + " cannot be bound: .*Address already in use"
						+ "\\. Free the port, or choose another with --metrics-port\\.");
		}
		finally {
			loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
		}
	}

	@Test
	void whenAGrpcPortIsTakenThenTheInnermostReasonIsTold() {
		assertThatExceptionOfType(StartupException.class)
			.isThrownBy(() -> Listeners.grpc("gRPC API", 50001, "--dapr-grpc-port", () -> {
				throw new IOException("Failed to bind", new BindException("Address already in use"));
			}))
			.withMessage("The gRPC API port 50001 cannot be bound: Address already in use."
					+ " Free the port, or choose another with --dapr-grpc-port.");
	}

	@Test
	void whenAStopIsAskedForThenTheWaitForAPortEnds() throws Exception {
		new Listeners(Mono.just("stop")).http("metrics", 1, "--metrics-port", Mono.never());
	}

	@Test
	void whenAnAddressIsUnknownThenItIsNamed() {
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> Listeners.address("no such host!", 1))
			.withMessage("The listen address no such host! is neither an address of this host nor a name it knows."
					+ " Give an IP address.");
	}

	@Test
	void whenAnAddressIsEmptyThenItMeansAll() {
		assertThat(Listeners.address("", 7)).isEqualTo(new InetSocketAddress(7));
		assertThat(Listeners.address("::1", 7).getAddress().getHostAddress()).isEqualTo("0:0:0:0:0:0:0:1");
	}

}
