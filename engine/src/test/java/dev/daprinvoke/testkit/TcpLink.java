package dev.daprinvoke.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.daprinvoke.resolve.Endpoint;

/**
 * A wire to a server that a test can cut, so that the server seems to have died.
 */
public final class TcpLink implements AutoCloseable {

	private final ServerSocket server;

	private final Endpoint target;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private TcpLink(ServerSocket server, Endpoint target) {
		this.server = server;
		this.target = target;
	}

	/**
	 * Lays a wire.
	 * @param target where it leads
	 * @return the wire
	 */
	public static TcpLink to(Endpoint target) {
		return to(target, 0);
	}

	/**
	 * Lays a wire on whose first connection nothing passes.
	 * @param target where it leads
	 * @return the wire
	 */
	public static TcpLink stallingOnce(Endpoint target) {
		return to(target, 1);
	}

	private static TcpLink to(Endpoint target, int stalling) {
		try {
			TcpLink link = new TcpLink(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
			link.run(() -> link.accept(stalling));
			return link;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// The wire was cut.
			}
		}, "tcp-link");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept(int stalling) throws IOException {
		for (int i = 0; i < stalling; i++) {
			this.open.add(this.server.accept());
		}
		while (true) {
			Socket near = this.server.accept();
			Socket far = new Socket(this.target.host(), this.target.port());
			this.open.add(near);
			this.open.add(far);
			run(() -> near.getInputStream().transferTo(far.getOutputStream()));
			run(() -> far.getInputStream().transferTo(near.getOutputStream()));
		}
	}

	/**
	 * The near end.
	 * @return its address
	 */
	public Endpoint endpoint() {
		return new Endpoint("127.0.0.1", this.server.getLocalPort());
	}

	/** Cuts all connections; new ones are refused. */
	public void cut() {
		try {
			close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.open) {
			socket.close();
		}
	}

	@FunctionalInterface
	private interface Task {

		void run() throws IOException;

	}

}
