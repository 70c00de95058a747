package dev.daprinvoke.harness;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The packaged sidecar as a real process.
 */
public final class Sidecar implements AutoCloseable {

	/** Tools give up on a sidecar after 30 s (contract, invocation.md 0). */
	private static final Duration READY_LIMIT = Duration.ofSeconds(30);

	/** The grace period's default is 5 s, the HTTP server's own 10 s. */
	private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

	private final String appId;

	private final int httpPort;

	private final int grpcPort;

	private final int internalPort;

	private final int metricsPort;

	private final ChildProcess process;

	Sidecar(String appId, int httpPort, int grpcPort, int internalPort, int metricsPort, ChildProcess process) {
		this.appId = appId;
		this.httpPort = httpPort;
		this.grpcPort = grpcPort;
		this.internalPort = internalPort;
		this.metricsPort = metricsPort;
		this.process = process;
	}

	/**
	 * Describes a sidecar.
	 * @param appId the app's id
	 * @param folder the working directory
	 * @return what to say further
	 */
	public static SidecarSetup of(String appId, Path folder) {
		return new SidecarSetup(appId, folder);
	}

	/**
	 * Waits until {@code /v1.0/healthz} answers 204.
	 * @return this sidecar
	 */
	public Sidecar awaitReady() {
		return await("/v1.0/healthz", 204);
	}

	/**
	 * Waits for an answer of the HTTP API.
	 * @param target the request target
	 * @param status the awaited status
	 * @return this sidecar
	 */
	public Sidecar await(String target, int status) {
		Waiting.until(status + " for " + target + " of sidecar " + this.appId, READY_LIMIT, () -> {
			if (!this.process.isAlive()) {
				throw new AssertionError("Sidecar " + this.appId + " has ended.\n" + this.process.evidence());
			}
			return http().statusOf(target) == status;
		}, this.process::evidence);
		return this;
	}

	/**
	 * A client of the HTTP API.
	 * @return the client
	 */
	public RawHttp http() {
		return RawHttp.to(this.httpPort);
	}

	/**
	 * Calls another app through this sidecar, path form.
	 * @param appId the app's id
	 * @param method the method, as it is to stand in the request target
	 * @return the answer
	 */
	public RawResponse invoke(String appId, String method) {
		return http().get("/v1.0/invoke/" + appId + "/method/" + method);
	}

	/**
	 * What the metrics port shows.
	 * @return the exposition text
	 */
	public String metrics() {
		return RawHttp.to(this.metricsPort).get("/metrics").text();
	}

	public int httpPort() {
		return this.httpPort;
	}

	public int grpcPort() {
		return this.grpcPort;
	}

	public int internalPort() {
		return this.internalPort;
	}

	public ChildProcess process() {
		return this.process;
	}

	/**
	 * Waits for the end of a stop that was asked for.
	 * @return the exit code
	 */
	public int awaitExit() {
		return this.process.awaitExit(STOP_LIMIT);
	}

	/** Ends it as a crash would. */
	public void kill() {
		this.process.kill();
	}

	/**
	 * Stops it as an orchestrator would, if it still runs; a stop that is not graceful
	 * fails the test.
	 */
	@Override
	public void close() {
		try (this.process) {
			if (this.process.isAlive()) {
				this.process.signal("TERM");
				int code = awaitExit();
				if (code != 0) {
					throw new AssertionError("Sidecar " + this.appId + " ended with " + code
							+ " after SIGTERM (expected: 0).\n" + this.process.evidence());
				}
			}
		}
	}

}
