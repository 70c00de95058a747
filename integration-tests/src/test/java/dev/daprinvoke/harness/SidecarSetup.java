package dev.daprinvoke.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.testkit.Ports;

/**
 * How a sidecar is to be started: the flags that tools pass to {@code daprd} (contract,
 * invocation.md 0), everything on 127.0.0.1 and on ports of its own. Its environment is
 * empty, as it may be.
 */
public final class SidecarSetup {

	private final List<String> arguments = new ArrayList<>();

	private final Map<String, String> environment = new HashMap<>();

	private final List<String> wrapper = new ArrayList<>();

	private final String appId;

	private final Path folder;

	private boolean unconfined;

	private @Nullable Integer httpPort;

	private @Nullable Integer internalPort;

	SidecarSetup(String appId, Path folder) {
		this.appId = appId;
		this.folder = folder;
	}

	/**
	 * The app behind it.
	 * @param port the app's port
	 * @return this setup
	 */
	public SidecarSetup appPort(int port) {
		return arguments("--app-port", Integer.toString(port));
	}

	/**
	 * How it finds others.
	 * @param names the file that all sidecars of a test share
	 * @return this setup
	 */
	public SidecarSetup names(NameResolutionFile names) {
		return arguments("--config", names.configuration().toString());
	}

	/**
	 * Further arguments.
	 * @param arguments the arguments
	 * @return this setup
	 */
	public SidecarSetup arguments(String... arguments) {
		this.arguments.addAll(List.of(arguments));
		return this;
	}

	/**
	 * An environment variable.
	 * @param name the name
	 * @param value the value
	 * @return this setup
	 */
	public SidecarSetup variable(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	/**
	 * Starts it through a program that becomes it in the end, as {@code env} does.
	 * @param program the program and its arguments; the sidecar's command line follows
	 * @return this setup
	 */
	public SidecarSetup through(String... program) {
		this.wrapper.addAll(List.of(program));
		return this;
	}

	/**
	 * Starts it as the test's own user from where it was packaged, also where all others
	 * are confined.
	 * @return this setup
	 */
	public SidecarSetup unconfined() {
		this.unconfined = true;
		return this;
	}

	public SidecarSetup httpPort(int port) {
		this.httpPort = port;
		return this;
	}

	public SidecarSetup internalPort(int port) {
		this.internalPort = port;
		return this;
	}

	/**
	 * Starts the process.
	 * @return the sidecar, which may not answer yet
	 */
	public Sidecar start() {
		int[] free = Ports.free(4);
		int http = (this.httpPort != null) ? this.httpPort : free[0];
		int internal = (this.internalPort != null) ? this.internalPort : free[2];
		List<String> command = new ArrayList<>(this.wrapper);
		command.addAll(launcher());
		command.addAll(List.of("--app-id", this.appId, "--dapr-http-port", Integer.toString(http), "--dapr-grpc-port",
				Integer.toString(free[1]), "--dapr-listen-addresses=127.0.0.1", "--dapr-internal-grpc-port",
				Integer.toString(internal), "--dapr-internal-grpc-listen-address=127.0.0.1", "--metrics-port",
				Integer.toString(free[3]), "--metrics-listen-address=127.0.0.1"));
		command.addAll(this.arguments);
		return new Sidecar(this.appId, http, free[1], internal, free[3],
				ChildProcess.start("daprd-" + this.appId, this.folder, this.environment, command));
	}

	private List<String> launcher() {
		Confinement confinement = this.unconfined ? null : Confinement.ofThisProcess();
		if (confinement == null) {
			return List.of(Workspace.daprd().toString());
		}
		confinement.open(this.folder);
		this.arguments.forEach((argument) -> confinement.open(Path.of(argument.substring(argument.indexOf('=') + 1))));
		List<String> launcher = new ArrayList<>(confinement.wrapper());
		launcher.add(confinement.daprd().toString());
		return launcher;
	}

	/**
	 * Starts the process and waits until it is ready.
	 * @return the sidecar
	 */
	public Sidecar startReady() {
		Sidecar sidecar = start();
		try {
			return sidecar.awaitReady();
		}
		catch (AssertionError ex) {
			sidecar.kill();
			throw ex;
		}
	}

}
