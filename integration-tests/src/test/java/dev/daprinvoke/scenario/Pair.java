package dev.daprinvoke.scenario;

import java.nio.file.Path;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

/**
 * Two apps, {@code caller} and {@code callee}, each behind its own sidecar.
 */
final class Pair implements AutoCloseable {

	private final NameResolutionFile names;

	private final TestApp callerApp = TestApp.start();

	private final TestApp app = TestApp.start();

	private final Sidecar caller;

	private final Sidecar callee;

	private Pair(Path folder, String... arguments) {
		this.names = NameResolutionFile.in(folder);
		this.caller = Sidecar.of("caller", folder)
			.names(this.names)
			.appPort(this.callerApp.port())
			.arguments(arguments)
			.start();
		this.callee = Sidecar.of("callee", folder)
			.names(this.names)
			.appPort(this.app.port())
			.arguments(arguments)
			.start();
	}

	/**
	 * Starts everything and waits until it is ready.
	 * @param folder an empty folder
	 * @param arguments further arguments for both sidecars
	 * @return the pair
	 */
	static Pair start(Path folder, String... arguments) {
		Pair pair = new Pair(folder, arguments);
		try {
			pair.caller.awaitReady();
			pair.callee.awaitReady();
			return pair;
		}
		catch (AssertionError ex) {
			pair.caller.process().close();
			pair.callee.process().close();
			pair.close();
			throw ex;
		}
	}

	NameResolutionFile names() {
		return this.names;
	}

	/** The app behind {@code callee}. */
	TestApp app() {
		return this.app;
	}

	/** The app behind {@code caller}. */
	TestApp callerApp() {
		return this.callerApp;
	}

	Sidecar caller() {
		return this.caller;
	}

	Sidecar callee() {
		return this.callee;
	}

	@Override
	public void close() {
		try (this.callerApp; this.app; this.caller) {
			this.callee.close();
		}
	}

}
