package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
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

	/**
	 * Prepares the pair.
	 * @param launcher what both sidecars are started with
	 */
	public SidecarPair(SidecarLauncher launcher) {
		this.launcher = launcher;
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
		Path configuration = this.launcher.configuration(children);
		Ports ports = Ports.find(PORTS);
		List<String> appFlags = List.of("--app-port", Integer.toString(app.getPort()), "--app-protocol", "http");
		Sidecar callee = this.launcher.start(children, configuration, Subject.CALLEE, ports, appFlags);
		Sidecar caller = this.launcher.start(children, configuration, Subject.CALLER, ports, List.of());
		// No call is made here: the first one belongs to the first requests that are
		// measured.
		Readiness.awaitHealthy(callee.process(), callee.address());
		Readiness.awaitHealthy(caller.process(), caller.address());
		return new Subject(name(), new Target(caller.address(), Subject.INVOKE_CALLEE),
				List.of(caller.process(), callee.process()));
	}

}
