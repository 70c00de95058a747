package dev.daprinvoke.sidecar.edge;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of the HTTP API while its connections are in use: no request that reaches
 * somebody goes without its answer (contract invocation.md 5.3).
 */
@Timeout(60)
class EdgeStopTests {

	private static final String CALL = "POST /v1.0/invoke/cart/method/late HTTP/1.1\r\nHost: h\r\n"
			+ "Content-Length: 5\r\n\r\n";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "direct, false", "direct, true", "gateway, false", "gateway, true" })
	void whenTheServerStopsThenTheAnswerToARequestTakenBeforeIsItsConnectionsLast(String lane, boolean pipelined)
			throws Exception {
		RunningEdge edge = RunningEdge.with(this.folder, "dapr.invoke.edge.lane: " + lane);
		CompletableFuture<Void> stop = new CompletableFuture<>();
		try (WireClient client = new WireClient(edge.port()); WireClient idle = new WireClient(edge.port())) {
			client.send(CALL + "he");
			EachLane.assertStillUsable(idle);
			stop = CompletableFuture.runAsync(edge::close);
			assertThat(idle.rest()).isEmpty();
			client.send("llo" + (pipelined ? CALL + "again" : ""));
			WireAnswer answer = client.receive();
			assertThat(answer.body()).isEqualTo("hello");
			assertThat(answer.header("Connection")).isEqualTo("close");
			assertThat(client.rest()).isEmpty();
		}
		finally {
			stop.get(20, TimeUnit.SECONDS);
		}
		assertThat(edge.peers().calls).containsExactly("POST late hello");
	}

}
