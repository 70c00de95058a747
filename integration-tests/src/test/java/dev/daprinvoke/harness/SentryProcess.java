package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.testkit.Ports;

/**
 * The packaged Sentry as a real process.
 */
public final class SentryProcess implements AutoCloseable {

	private static final Duration READY_LIMIT = Duration.ofSeconds(30);

	private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

	private final Path credentials;

	private final int port;

	private final int healthPort;

	private final int metricsPort;

	private final ChildProcess process;

	private SentryProcess(Path credentials, int[] ports, ChildProcess process) {
		this.credentials = credentials;
		this.port = ports[0];
		this.healthPort = ports[1];
		this.metricsPort = ports[2];
		this.process = process;
	}

	/**
	 * Starts one.
	 * @param folder an existing folder for its Configuration and credentials, which are
	 * taken if they are there
	 * @param mtls the Configuration's {@code mtls} member in YAML's short form
	 * @return Sentry, which may not serve yet
	 */
	public static SentryProcess start(Path folder, String mtls) {
		return start(folder, Ports.free(3), mtls);
	}

	/**
	 * Starts it anew on the same port with the same credentials.
	 * @param folder the folder of the one before
	 * @param mtls the Configuration's {@code mtls} member in YAML's short form
	 * @return Sentry, which may not serve yet
	 */
	public SentryProcess again(Path folder, String mtls) {
		return start(folder, new int[] { this.port, this.healthPort, this.metricsPort }, mtls);
	}

	private static SentryProcess start(Path folder, int[] ports, String mtls) {
		Path configuration = folder.resolve("sentry.yaml");
		Path credentials = folder.resolve("credentials");
		try {
			Files.writeString(configuration, "spec: {mtls: " + mtls + "}\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<String> command = new ArrayList<>(List.of(Workspace.sentry().toString(), "--config",
				configuration.toString(), "--issuer-credentials", credentials.toString(), "--listen-address=127.0.0.1",
				"--port=" + ports[0], "--healthz-listen-address=127.0.0.1", "--healthz-port=" + ports[1],
				"--metrics-listen-address=127.0.0.1", "--metrics-port=" + ports[2]));
		return new SentryProcess(credentials, ports, ChildProcess.start("sentry", folder, Map.of(), command));
	}

	/**
	 * Waits until it serves.
	 * @return this
	 */
	public SentryProcess awaitReady() {
		Waiting.until("200 for /healthz of Sentry", READY_LIMIT, () -> {
			if (!this.process.isAlive()) {
				throw new AssertionError("Sentry has ended.\n" + this.process.evidence());
			}
			return RawHttp.to(this.healthPort).statusOf("/healthz") == 200;
		}, this.process::evidence);
		return this;
	}

	/**
	 * Makes a sidecar one of its mesh.
	 * @param setup the sidecar
	 * @return the same setup
	 */
	public SidecarSetup certifying(SidecarSetup setup) {
		return setup.arguments("--enable-mtls", "--sentry-address", address())
			.variable("DAPR_TRUST_ANCHORS", anchors());
	}

	public String address() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * The trust anchors as they are now.
	 * @return the text of {@code ca.crt}
	 */
	public String anchors() {
		try {
			return Files.readString(this.credentials.resolve("ca.crt"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The folder of its certificates and key. */
	public Path credentials() {
		return this.credentials;
	}

	/** What the metrics port shows. */
	public String metrics() {
		return RawHttp.to(this.metricsPort).get("/metrics").text();
	}

	public ChildProcess process() {
		return this.process;
	}

	/** Stops it; a stop that is not graceful fails the test. */
	@Override
	public void close() {
		try (this.process) {
			if (this.process.isAlive()) {
				this.process.signal("TERM");
				int code = this.process.awaitExit(STOP_LIMIT);
				if (code != 0) {
					throw new AssertionError(
							"Sentry ended with " + code + " after SIGTERM (expected: 0).\n" + this.process.evidence());
				}
			}
		}
	}

}
