package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.daprinvoke.benchmarks.load.Readiness;
import dev.daprinvoke.benchmarks.load.Target;
import dev.daprinvoke.benchmarks.process.Children;
import dev.daprinvoke.benchmarks.process.Ports;
import dev.daprinvoke.benchmarks.subject.SidecarLauncher.Sidecar;

/**
 * The caller's sidecar and the app's sidecar, found by each other through a file.
 */
public final class SidecarPair implements SubjectStarter {

	/**
	 * The name of the pair that is judged.
	 */
	public static final String NAME = "daprd";

	/**
	 * The name of a second pair it is compared with.
	 */
	public static final String COMPARED = "compared";

	private static final int PORTS = 8;

	private final SidecarLauncher launcher;

	private final Protocol protocol;

	/**
	 * Prepares the pair.
	 * @param launcher what both sidecars are started with
	 */
	public SidecarPair(SidecarLauncher launcher) {
		this(launcher, Protocol.HTTP);
	}

	/**
	 * Prepares the pair.
	 * @param launcher what both sidecars are started with
	 * @param protocol what the app and its callers speak
	 */
	public SidecarPair(SidecarLauncher launcher, Protocol protocol) {
		this.launcher = launcher;
		this.protocol = protocol;
	}

	@Override
	public String name() {
		return this.launcher.name();
	}

	@Override
	public String description() {
		// Where the benchmark stands on this machine says nothing about the figures.
		String here = Path.of("").toAbsolutePath() + "/";
		String options = String.join(" ", this.launcher.arguments()).replace(here, "");
		return "a sidecar each for caller and callee, version "
				+ Version.of(this.launcher.program().toString(), "--version")
				+ ((options.isEmpty()) ? "" : ", flags `" + options + "`")
				+ ((this.launcher.environment().isEmpty()) ? "" : ", variables `" + this.launcher.environment() + "`");
	}

	@Override
	public Subject start(Children children, InetSocketAddress app) throws IOException {
		return startNamed(children, app, List.of()).subject();
	}

	/**
	 * Starts the pair and tells its file of names too.
	 * @param children who owns the processes
	 * @param app the app behind the last hop
	 * @param calleeFlags flags added to the callee's command line, where the last one of
	 * a name counts
	 * @return the running pair, to be closed by the caller
	 * @throws dev.daprinvoke.benchmarks.load.LoadFailure if one does not come up
	 */
	public NamedPair startNamed(Children children, InetSocketAddress app, List<String> calleeFlags) throws IOException {
		Path configuration = this.launcher.configuration(children);
		Ports ports = Ports.find(PORTS);
		List<String> appFlags = new ArrayList<>(List.of("--app-port", Integer.toString(app.getPort()), "--app-protocol",
				(this.protocol == Protocol.GRPC) ? "grpc" : "http"));
		appFlags.addAll(calleeFlags);
		Sidecar callee = this.launcher.start(children, configuration, Subject.CALLEE, ports, appFlags);
		Sidecar caller = this.launcher.start(children, configuration, Subject.CALLER, ports, List.of());
		// No call is made here: the first one belongs to the first requests that are
		// measured.
		Readiness.awaitHealthy(callee.process(), callee.address());
		Readiness.awaitHealthy(caller.process(), caller.address());
		Subject subject = new Subject(name(), target(caller), List.of(caller.process(), callee.process()));
		return new NamedPair(subject, configuration.resolveSibling(SidecarLauncher.NAMES));
	}

	private Target target(Sidecar caller) {
		return (this.protocol == Protocol.GRPC) ? new Target(caller.grpc(), "")
				: new Target(caller.address(), Subject.INVOKE_CALLEE);
	}

}
