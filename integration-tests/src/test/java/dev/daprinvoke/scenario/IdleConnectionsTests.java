package dev.daprinvoke.scenario;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.Sidecar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand clients that keep their connections cost a sidecar at most 60 MB, and none
 * of them is sent away (contract, invocation.md 1.1: no idle timeout).
 */
@Timeout(240)
class IdleConnectionsTests {

	private static final int CONNECTIONS = 10_000;

	private static final long MEGABYTE = 1_000_000;

	private static final String REQUEST = "GET /v1.0/healthz/outbound HTTP/1.1\r\nHost: h\r\n\r\n";

	@TempDir
	private static Path folder;

	@Test
	void whenTenThousandClientsKeepTheirConnectionsThenMemoryGrowsLittle() throws Exception {
		List<Socket> connections = new ArrayList<>(CONNECTIONS);
		try (Sidecar sidecar = Sidecar.of("idle", folder).start().await("/v1.0/healthz/outbound", 204)) {
			for (int i = 0; i < 2000; i++) {
				assertThat(sidecar.http().statusOf("/v1.0/healthz/outbound")).isEqualTo(204);
			}
			long before = sidecar.process().memory().residentBytes();
			for (int i = 0; i < CONNECTIONS; i++) {
				Socket connection = new Socket(InetAddress.getLoopbackAddress(), sidecar.httpPort());
				connection.setSoTimeout(20_000);
				connections.add(connection);
				ask(connection);
			}
			long growth = sidecar.process().memory().residentBytes() - before;
			assertThat(growth / MEGABYTE).as("growth in MB").isLessThanOrEqualTo(60);
			ask(connections.get(0));
			ask(connections.get(CONNECTIONS - 1));
		}
		finally {
			for (Socket connection : connections) {
				connection.close();
			}
		}
	}

	// Ten thousand of the harness' own connections would need 640 MB for their buffers.
	private static void ask(Socket connection) throws Exception {
		connection.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = connection.getInputStream().read();
			assertThat(next).isNotNegative();
			head.append((char) next);
		}
		assertThat(head).startsWith("HTTP/1.1 204 No Content");
	}

}
