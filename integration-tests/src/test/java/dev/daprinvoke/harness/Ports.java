package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds TCP ports of this host that nobody listens on.
 */
public final class Ports {

	// A port is given once: until its new owner binds it, the kernel would offer it
	// again.
	private static final Set<Integer> given = ConcurrentHashMap.newKeySet();

	private Ports() {
	}

	/**
	 * Finds one free port.
	 * @return the port
	 */
	public static int free() {
		return free(1)[0];
	}

	/**
	 * Finds free ports.
	 * @param count how many
	 * @return distinct ports, ascending
	 */
	public static int[] free(int count) {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			int[] ports = new int[count];
			for (int i = 0; i < count;) {
				ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
				sockets.add(socket);
				if (given.add(socket.getLocalPort())) {
					ports[i++] = socket.getLocalPort();
				}
			}
			Arrays.sort(ports);
			return ports;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			sockets.forEach(Ports::close);
		}
	}

	private static void close(ServerSocket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
