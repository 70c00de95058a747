package dev.daprinvoke.benchmarks.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Loopback ports that were free a moment ago, handed out one by one.
 */
public final class Ports {

	private final Deque<Integer> free = new ArrayDeque<>();

	private Ports() {
	}

	/**
	 * Finds ports, all different from each other.
	 * @param count how many
	 * @return the ports
	 */
	public static Ports find(int count) throws IOException {
		Ports ports = new Ports();
		List<ServerSocket> held = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				held.add(socket);
				ports.free.add(socket.getLocalPort());
			}
		}
		finally {
			for (ServerSocket socket : held) {
				socket.close();
			}
		}
		return ports;
	}

	public int next() {
		return this.free.remove();
	}

}
