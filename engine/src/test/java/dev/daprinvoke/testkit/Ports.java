package dev.daprinvoke.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds TCP ports of this host that nobody listens on. They are outside of what Linux
 * gives to sockets that name none (32768 to 60999): until its new owner binds a port, no
 * connection or listener of another test can come by it. In one JVM a port is given once.
 */
public final class Ports {

	private static final int FIRST = 20000;

	private static final int END = 32768;

	private static final Set<Integer> given = ConcurrentHashMap.newKeySet();

	private Ports() {
	}

	/**
	 * Finds one free port.
	 * @return the port
	 */
	public static int free() {
		while (given.size() < END - FIRST) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, END);
			if (given.add(port) && isFree(port)) {
				return port;
			}
		}
		throw new IllegalStateException("No port from " + FIRST + " to " + (END - 1) + " is left.");
	}

	/**
	 * Finds free ports.
	 * @param count how many
	 * @return distinct ports, ascending
	 */
	public static int[] free(int count) {
		return IntStream.generate(Ports::free).limit(count).sorted().toArray();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
