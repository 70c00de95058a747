package dev.daprinvoke.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.daprinvoke.benchmarks.process.Child;

/**
 * The wait until a process serves, asked for every two milliseconds.
 */
public final class Readiness {

	private static final Duration BOUND = Duration.ofSeconds(60);

	private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final int TIMEOUT_MILLIS = 500;

	private Readiness() {
	}

	/**
	 * Waits until a sidecar answers {@code GET /v1.0/healthz} with 204.
	 * @param sidecar the process
	 * @param address its HTTP address
	 * @return milliseconds since the process was started
	 * @throws LoadFailure if it ended, or was not ready within a minute
	 */
	public static double awaitHealthy(Child sidecar, InetSocketAddress address) {
		return await(sidecar, () -> statusLine(address).startsWith("HTTP/1.1 204"));
	}

	/**
	 * Waits until a process accepts connections.
	 * @param process the process
	 * @param address where it is to listen
	 * @return milliseconds since the process was started
	 * @throws LoadFailure if it ended, or was not ready within a minute
	 */
	public static double awaitListening(Child process, InetSocketAddress address) {
		return await(process, () -> {
			try (Socket socket = connect(address)) {
				return socket.isConnected();
			}
		});
	}

	private static double await(Child process, Check check) {
		while (System.nanoTime() - process.startedNanos() < BOUND.toNanos()) {
			if (!process.isAlive()) {
				throw new LoadFailure(process.name() + " ended while starting:\n" + process.lastOutput());
			}
			if (holds(check)) {
				return (System.nanoTime() - process.startedNanos()) / (double) TimeUnit.MILLISECONDS.toNanos(1);
			}
			LockSupport.parkNanos(INTERVAL_NANOS);
		}
		throw new LoadFailure(
				process.name() + " was not ready within " + BOUND.toSeconds() + " s:\n" + process.lastOutput());
	}

	private static boolean holds(Check check) {
		try {
			return check.holds();
		}
		catch (IOException ex) {
			// Not listening yet.
			return false;
		}
	}

	private static String statusLine(InetSocketAddress address) throws IOException {
		try (Socket socket = connect(address)) {
			String request = "GET /v1.0/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
			return (line != null) ? line : "";
		}
	}

	private static Socket connect(InetSocketAddress address) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.connect(address, TIMEOUT_MILLIS);
		return socket;
	}

	/**
	 * Something that holds once the process serves.
	 */
	@FunctionalInterface
	private interface Check {

		boolean holds() throws IOException;

	}

}
