package dev.daprinvoke.scenario.sdk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.Prerequisite;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.Workspace;

/**
 * One of Dapr's SDKs, and the apps that are made with it.
 */
enum Sdk {

	PYTHON {

		@Override
		List<String> app(String protocol, int port, Sidecar sidecar) {
			return python(protocol + "_app.py", Integer.toString(port));
		}

		@Override
		List<String> client() {
			return python("client.py");
		}

		private List<String> python(String script, String... arguments) {
			return command(INSTALLED.resolve("python/venv/bin/python").toString(),
					SOURCES.resolve("python").resolve(script).toString(), arguments);
		}

	},

	JAVASCRIPT {

		@Override
		List<String> app(String protocol, int port, Sidecar sidecar) {
			int daprPort = protocol.equals("http") ? sidecar.httpPort() : sidecar.grpcPort();
			return command("node", INSTALLED.resolve("javascript/app.js").toString(), protocol, Integer.toString(port),
					Integer.toString(daprPort));
		}

		@Override
		List<String> client() {
			return command("node", INSTALLED.resolve("javascript/client.js").toString());
		}

	},

	GO {

		@Override
		List<String> app(String protocol, int port, Sidecar sidecar) {
			return command(INSTALLED.resolve("go/app").toString(), protocol, Integer.toString(port));
		}

		@Override
		List<String> client() {
			return List.of(INSTALLED.resolve("go/client").toString());
		}

	},

	JAVA {

		@Override
		List<String> app(String protocol, int port, Sidecar sidecar) {
			return java("sdk.App", protocol, Integer.toString(port));
		}

		@Override
		List<String> client() {
			return java("sdk.Client");
		}

		private List<String> java(String main, String... arguments) {
			Path java = INSTALLED.resolve("java");
			List<String> whole = new ArrayList<>(
					List.of(Workspace.java(), "-cp", java.resolve("classes") + ":" + java.resolve("lib") + "/*", main));
			whole.addAll(List.of(arguments));
			return whole;
		}

	};

	private static final Path SOURCES = Workspace.root().resolve("integration-tests/src/test/sdks");

	private static final Path INSTALLED = Path.of(System.getProperty("user.home"), ".cache", "dapr-invoke", "sdks");

	/** What starts a server for invocation by the SDK. */
	abstract List<String> app(String protocol, int port, Sidecar sidecar);

	/** What calls the apps that are named behind it. */
	abstract List<String> client();

	/** The name in apps' ids. */
	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Asks for the SDK, which {@code .ci/run} installs. */
	void require() {
		String install = SOURCES.resolve("install").toString();
		Prerequisite.succeeds("Dapr's SDK for " + id() + " (integration-tests/src/test/sdks/install " + id() + ")",
				List.of(install, "--check", id()));
	}

	/** Starts a process of the SDK's beside a sidecar. */
	ChildProcess start(String name, List<String> command, Map<String, String> own, Path folder) {
		Map<String, String> environment = new HashMap<>(System.getenv());
		environment.putAll(own);
		return ChildProcess.start(name, folder, environment, command);
	}

	private static List<String> command(String program, String script, String... arguments) {
		List<String> whole = new ArrayList<>(List.of(program, script));
		whole.addAll(List.of(arguments));
		return whole;
	}

}
