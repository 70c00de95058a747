package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Prerequisite;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Workspace;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page {@code docs/hello-world} as a test: the lines its table promises are the lines
 * that the apps print.
 */
class HelloWorldTests {

	private static final Path PAGE = Workspace.root().resolve("docs/hello-world");

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	private Path folder;

	@Test
	void whenPythonPostsOrdersThenNodeGetsThem() {
		Prerequisite.succeeds("Node 18 or newer on the path", List.of("node", "--version"));
		Prerequisite.succeeds("Python 3.8 or newer on the path", List.of("python3", "--version"));
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		int nodePort = Ports.free();
		try (ChildProcess node = script("node", Map.of("APP_PORT", "" + nodePort), "node", "nodeapp/app.js");
				Sidecar nodeSidecar = Sidecar.of("nodeapp", this.folder).names(names).appPort(nodePort).startReady();
				Sidecar pythonSidecar = Sidecar.of("pythonapp", this.folder).names(names).startReady();
				ChildProcess python = script("python",
						Map.of("DAPR_HTTP_PORT", "" + pythonSidecar.httpPort(), "ORDER_COUNT", "3"), "python3",
						"pythonapp/app.py", "--interval", "0.1")) {
			assertThat(python.awaitExit(LIMIT)).as(python::evidence).isZero();
			assertThat(python.output().lines()).containsExactly(
					"Posting orders to http://localhost:" + pythonSidecar.httpPort()
							+ "/v1.0/invoke/nodeapp/method/neworder",
					"Order 1 accepted: HTTP 200 {\"accepted\":1}", "Order 2 accepted: HTTP 200 {\"accepted\":2}",
					"Order 3 accepted: HTTP 200 {\"accepted\":3}", "Done: 3 accepted, 0 failed");
			node.output().await("Got a new order! Order ID: 3", LIMIT);
			assertThat(nodeSidecar.invoke("nodeapp", "order").text()).isEqualTo("{\"orderId\":3}");
		}
	}

	private static ChildProcess script(String name, Map<String, String> environment, String... command) {
		Map<String, String> whole = new HashMap<>(System.getenv());
		whole.putAll(environment);
		return ChildProcess.start(name, PAGE, whole, List.of(command));
	}

}
