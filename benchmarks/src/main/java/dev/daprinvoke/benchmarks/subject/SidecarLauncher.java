package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.Children;
import dev.daprinvoke.benchmarks.process.Ports;

/**
 * A {@code daprd}-compatible program and how it is to be started.
 *
 * @param name what its pair is called in tables
 * @param program the executable
 * @param arguments flags added after the benchmark's own
 * @param environment variables added to the inherited ones
 */
public record SidecarLauncher(String name, Path program, List<String> arguments, Map<String, String> environment) {

	/**
	 * A body of 1 GiB is to pass.
	 */
	private static final String MAX_BODY_SIZE = "2Gi";

	private static final int PORTS = 4;

	/**
	 * The SQLite file beside the configuration.
	 */
	static final String NAMES = "names.db";

	/**
	 * The same with another executable.
	 * @param program the executable
	 * @return a launcher with this one's name, flags and variables
	 */
	public SidecarLauncher withProgram(Path program) {
		return new SidecarLauncher(this.name, program, this.arguments, this.environment);
	}

	/**
	 * Starts one sidecar without an app, on ports of its own.
	 * @param children who owns the process
	 * @return the sidecar, just started
	 */
	public Sidecar startLone(Children children) throws IOException {
		return start(children, configuration(children), "lone", Ports.find(PORTS), List.of());
	}

	Sidecar start(Children children, Path configuration, String appId, Ports ports, List<String> further)
			throws IOException {
		int http = ports.next();
		int grpc = ports.next();
		List<String> command = new ArrayList<>();
		command.add(this.program.toString());
		command.addAll(List.of("--app-id", appId, "--mode", "standalone", "--config", configuration.toString(),
				"--resources-path", configuration.resolveSibling("resources").toString(), "--log-level", "warn",
				"--dapr-http-port", Integer.toString(http), "--dapr-grpc-port", Integer.toString(grpc),
				"--dapr-internal-grpc-port", Integer.toString(ports.next()), "--metrics-port",
				Integer.toString(ports.next()), "--dapr-listen-addresses", "127.0.0.1",
				"--dapr-internal-grpc-listen-address", "127.0.0.1", "--metrics-listen-address", "127.0.0.1",
				"--max-body-size=" + MAX_BODY_SIZE));
		command.addAll(further);
		command.addAll(this.arguments);
		Map<String, String> environment = new LinkedHashMap<>();
		environment.put("DAPR_HOST_IP", "127.0.0.1");
		environment.putAll(this.environment);
		Child process = children.start(this.name + "-" + appId, command, environment);
		InetAddress here = InetAddress.getLoopbackAddress();
		return new Sidecar(process, new InetSocketAddress(here, http), new InetSocketAddress(here, grpc));
	}

	Path configuration(Children children) throws IOException {
		Path folder = children.newFolder(this.name);
		Files.createDirectory(folder.resolve("resources"));
		return Template.load("names.yaml")
			.with("FILE", folder.resolve(NAMES))
			.writeTo(folder.resolve("configuration.yaml"));
	}

	/**
	 * A started sidecar.
	 *
	 * @param process its process
	 * @param address where its HTTP API is
	 * @param grpc where its gRPC API is
	 */
	public record Sidecar(Child process, InetSocketAddress address, InetSocketAddress grpc) {
	}

}
