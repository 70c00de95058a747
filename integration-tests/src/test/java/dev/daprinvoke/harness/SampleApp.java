package dev.daprinvoke.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.testkit.Ports;

/**
 * A sample of this project as a process of its own.
 */
public final class SampleApp implements AutoCloseable {

	private static final Duration READY_LIMIT = Duration.ofSeconds(120);

	private final ChildProcess process;

	private final int port;

	private SampleApp(ChildProcess process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Starts a sample.
	 * @param module the sample's folder
	 * @param folder a working directory
	 * @param environment its environment
	 * @return the sample, which may not answer yet
	 */
	public static SampleApp start(String module, Path folder, Map<String, String> environment) {
		int port = Ports.free();
		return new SampleApp(ChildProcess.start(module, folder, environment,
				List.of(Workspace.java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-jar",
						Workspace.sampleJar(module).toString(), "--server.address=127.0.0.1", "--server.port=" + port)),
				port);
	}

	/**
	 * Waits until it answers.
	 * @return this sample
	 */
	public SampleApp awaitReady() {
		Waiting.until("an answer of the sample on port " + this.port, READY_LIMIT, () -> {
			if (!this.process.isAlive()) {
				throw new AssertionError("The sample has ended.\n" + this.process.evidence());
			}
			return http().statusOf("/healthz") == 200;
		}, this.process::evidence);
		return this;
	}

	public int port() {
		return this.port;
	}

	/**
	 * A client of this sample.
	 * @return the client
	 */
	public RawHttp http() {
		return RawHttp.to(this.port);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
