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

	private Pair(String jvmOptions, Path folder, String... arguments) {
		this.names = NameResolutionFile.in(folder);
		try {
			this.callee = start("callee", folder, this.app, jvmOptions, arguments);
			try {
				this.caller = start("caller", folder, this.callerApp, jvmOptions, arguments);
			}
			catch (AssertionError ex) {
				this.callee.process().close();
				throw ex;
			}
		}
		catch (AssertionError ex) {
			this.callerApp.close();
			this.app.close();
			throw ex;
		}
	}

	// One after the other: side by side, each would wait for the other's start, too.
	private Sidecar start(String id, Path folder, TestApp app, String jvmOptions, String... arguments) {
		return Sidecar.of(id, folder)
			.names(this.names)
			.appPort(app.port())
			.arguments(arguments)
			.variable("DAPR_INVOKE_JVM_OPTIONS", jvmOptions)
			.startReady();
	}

	/**
	 * Starts everything and waits until it is ready.
	 * @param folder an empty folder
	 * @param arguments further arguments for both sidecars
	 * @return the pair
	 */
	static Pair start(Path folder, String... arguments) {
		return new Pair("", folder, arguments);
	}

	/**
	 * Starts everything with other limits than usual and waits until it is ready.
	 * @param jvmOptions options for both sidecars' Java, separated by blanks
	 * @param folder an empty folder
	 * @param arguments further arguments for both sidecars
	 * @return the pair
	 */
	static Pair withJvmOptions(String jvmOptions, Path folder, String... arguments) {
		return new Pair(jvmOptions, folder, arguments);
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
