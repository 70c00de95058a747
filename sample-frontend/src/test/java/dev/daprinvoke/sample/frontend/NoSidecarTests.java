package dev.daprinvoke.sample.frontend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.ProblemDetail;

import dev.daprinvoke.spring.client.NotReachableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * FrontEnd without a sidecar.
 */
class NoSidecarTests {

	@Test
	void whenNoSidecarListensThenTheFailureNamesItsAddress() throws IOException {
		// Bound, so that nobody else takes the port, but not listening.
		try (Socket nobody = new Socket()) {
			nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			try (ConfigurableApplicationContext app = new SpringApplicationBuilder(FrontendApplication.class)
				.web(WebApplicationType.NONE)
				.run("--DAPR_HTTP_PORT=" + nobody.getLocalPort())) {
				NotReachableException failure = catchThrowableOfType(NotReachableException.class,
						() -> app.getBean(CartClient.class).cart());
				ProblemDetail problem = app.getBean(CartErrors.class).failed(failure);
				assertThat(problem.getTitle())
					.startsWith("GET items of cart failed: no sidecar answers at http://localhost:"
							+ nobody.getLocalPort() + ": ");
				assertThat(problem.getProperties()).doesNotContainKeys("answeredStatus", "answeredBody");
			}
		}
	}

}
