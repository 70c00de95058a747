package dev.daprinvoke.scenario.sdk;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dapr's SDKs against the sidecar, each as client and as server, over HTTP and gRPC:
 * every client calls every server. On CI, and elsewhere with {@code -Dsdks}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(value = "isAskedFor",
		disabledReason = "needs four SDKs: -Dsdks, with integration-tests/src/test/sdks/install")
class SdkTests {

	private static final String NOBODY = "failed to invoke, id: nobody, err: no host found with the given ID";

	private Path folder;

	private SdkMesh mesh;

	static boolean isAskedFor() {
		return "true".equals(System.getenv("CI")) || System.getProperty("sdks") != null;
	}

	@BeforeAll
	void keep(@TempDir Path whole) {
		this.folder = whole;
	}

	// Not once for all: a test that is skipped is to be counted.
	@BeforeEach
	void start() {
		for (Sdk sdk : Sdk.values()) {
			sdk.require();
		}
		if (this.mesh == null) {
			this.mesh = new SdkMesh(this.folder);
		}
	}

	@AfterAll
	void stop() throws Exception {
		if (this.mesh != null) {
			this.mesh.close();
		}
	}

	@Test
	void whenPythonCallsThenEveryAppAnswers() {
		assertThat(this.mesh.call(Sdk.PYTHON)).containsExactlyElementsOf(lines(answers("http", this.mesh.apps()),
				List.of("http nobody: " + NOBODY + " (Error Code: ERR_DIRECT_INVOKE, Status Code: 500)"),
				answers("grpc", this.mesh.apps()), List.of("grpc nobody: INTERNAL " + NOBODY),
				List.of("id: caller", "drink: tea"), answers("stub", this.mesh.grpcApps()),
				List.of("state: UNIMPLEMENTED")));
	}

	@Test
	void whenJavaScriptCallsThenEveryAppAnswers() {
		assertThat(this.mesh.call(Sdk.JAVASCRIPT))
			.containsSubsequence(lines(answers("http", this.mesh.apps()), List.of("http id: caller"),
					answers("grpc", this.mesh.apps()), List.of("grpc id: caller")))
			.anySatisfy((line) -> assertThat(line).startsWith("http nobody: ").contains(NOBODY))
			.anySatisfy((line) -> assertThat(line).startsWith("grpc nobody: ").contains(NOBODY))
			.anySatisfy((line) -> assertThat(line).startsWith("http drink: ").contains("tea-http"))
			.anySatisfy((line) -> assertThat(line).startsWith("grpc drink: ").contains("tea-grpc"));
	}

	@Test
	void whenGoCallsThenEveryAppAnswers() {
		assertThat(this.mesh.call(Sdk.GO)).containsSubsequence(lines(answers("grpc", this.mesh.apps()),
				List.of("grpc nobody: rpc error: code = Internal desc = " + NOBODY, "id: caller", "drink: tea"),
				answers("stub", this.mesh.grpcApps())));
	}

	@Test
	void whenJavaCallsThenEveryAppAnswers() {
		assertThat(this.mesh.call(Sdk.JAVA)).containsExactlyElementsOf(lines(answers("http", this.mesh.apps()),
				List.of("http nobody: ERR_DIRECT_INVOKE 500", "id: caller"), answers("stub", this.mesh.grpcApps())));
	}

	private static List<String> answers(String way, List<String> apps) {
		return apps.stream()
			.map((app) -> way + " " + app + ": {\"app\":\"" + app + "\",\"got\":{\"drink\":\"tea\"}}")
			.toList();
	}

	@SafeVarargs
	private static List<String> lines(List<String>... parts) {
		return Arrays.stream(parts).flatMap(List::stream).toList();
	}

}
