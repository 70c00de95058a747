package dev.daprinvoke.scenario.sdk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For each SDK an app that serves over HTTP and one that serves over gRPC, each with its
 * sidecar, and the sidecar of those who call them, which asks for an API token.
 */
final class SdkMesh implements AutoCloseable {

	/** What the callers' sidecar asks for; the SDKs know the variable, too. */
	private static final String TOKEN = "DAPR_API_TOKEN";

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final Deque<AutoCloseable> running = new ArrayDeque<>();

	private final List<String> apps = new ArrayList<>();

	private final Path folder;

	private final Sidecar caller;

	SdkMesh(Path folder) {
		this.folder = folder;
		NameResolutionFile names = NameResolutionFile.in(folder);
		this.caller = add(Sidecar.of("caller", folder).names(names).variable(TOKEN, "tea-time").start());
		List<Sidecar> callees = new ArrayList<>();
		for (Sdk sdk : Sdk.values()) {
			for (String protocol : List.of("http", "grpc")) {
				callees.add(start(sdk, protocol, names));
			}
		}
		callees.forEach(Sidecar::awaitReady);
		this.caller.awaitReady();
	}

	private Sidecar start(Sdk sdk, String protocol, NameResolutionFile names) {
		String id = sdk.id() + "-" + protocol;
		int port = Ports.free();
		Sidecar sidecar = add(
				Sidecar.of(id, this.folder).names(names).appPort(port).arguments("--app-protocol=" + protocol).start());
		add(sdk.start(id, sdk.app(protocol, port, sidecar), ports(sidecar), this.folder));
		this.apps.add(id);
		return sidecar;
	}

	private <T extends AutoCloseable> T add(T part) {
		this.running.push(part);
		return part;
	}

	private static Map<String, String> ports(Sidecar sidecar) {
		return Map.of("DAPR_HTTP_PORT", "" + sidecar.httpPort(), "DAPR_GRPC_PORT", "" + sidecar.grpcPort());
	}

	/** The ids of all apps. */
	List<String> apps() {
		return this.apps;
	}

	/** The ids of those that speak gRPC. */
	List<String> grpcApps() {
		return this.apps.stream().filter((app) -> app.endsWith("-grpc")).toList();
	}

	/** Lets a client of an SDK call all apps, and returns what it prints. */
	List<String> call(Sdk sdk) {
		List<String> command = new ArrayList<>(sdk.client());
		command.addAll(this.apps);
		Map<String, String> environment = new HashMap<>(ports(this.caller));
		environment.put(TOKEN, "tea-time");
		try (ChildProcess client = sdk.start(sdk.id() + "-client", command, environment, this.folder)) {
			assertThat(client.awaitExit(LIMIT)).as(client::evidence).isZero();
			// Some answers end with a line's end.
			return client.output().lines().stream().filter((line) -> !line.isEmpty()).toList();
		}
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable part : this.running) {
			part.close();
		}
	}

}
