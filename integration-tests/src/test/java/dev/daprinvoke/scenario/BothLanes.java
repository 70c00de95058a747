package dev.daprinvoke.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.SidecarSetup;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.harness.Workspace;

/**
 * The app {@code caller}, which two sidecars stand for, one for each way of a call
 * through the HTTP edge, and the app {@code callee}.
 */
final class BothLanes implements AutoCloseable {

	/**
	 * The ways of a call through the HTTP edge, between which nobody may see a
	 * difference.
	 */
	enum Lane {

		/** Without Spring, the default. */
		DIRECT,

		/** Through Spring Cloud Gateway. */
		GATEWAY

	}

	private final Deque<AutoCloseable> running = new ArrayDeque<>();

	private final Map<Lane, Sidecar> callers = new EnumMap<>(Lane.class);

	private final TestApp callerApp = running(TestApp.start());

	private final TestApp calleeApp = running(TestApp.start());

	private BothLanes(Path folder) throws IOException {
		NameResolutionFile names = NameResolutionFile.in(folder);
		running(Sidecar.of("callee", folder).names(names).appPort(this.calleeApp.port()).start()).awaitReady();
		for (Lane lane : Lane.values()) {
			SidecarSetup caller = Sidecar.of("caller", folder).names(names).appPort(this.callerApp.port());
			if (lane == Lane.GATEWAY) {
				Path file = Files.writeString(folder.resolve("gateway.yaml"), "dapr.invoke.edge.lane: gateway\n");
				caller.arguments("--dapr-invoke-config", file.toString());
			}
			this.callers.put(lane, running(caller.start()).awaitReady());
		}
	}

	/**
	 * Starts all of it.
	 * @return the apps and sidecars, ready
	 */
	static BothLanes start() {
		try {
			return new BothLanes(Workspace.scratch("lanes"));
		}
		catch (IOException ex) {
			throw new AssertionError("The lanes did not start.", ex);
		}
	}

	private <T extends AutoCloseable> T running(T part) {
		this.running.push(part);
		return part;
	}

	Sidecar caller(Lane lane) {
		return Objects.requireNonNull(this.callers.get(lane));
	}

	TestApp callerApp() {
		return this.callerApp;
	}

	TestApp calleeApp() {
		return this.calleeApp;
	}

	@Override
	public void close() throws Exception {
		while (!this.running.isEmpty()) {
			this.running.pop().close();
		}
	}

}
