package dev.daprinvoke.sidecar.lifecycle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An app that answers every request in one raw way, on one thread for each connection.
 */
final class FakeApp implements AutoCloseable {

	/** The heads of requests, line by line. */
	final BlockingQueue<List<String>> requests = new LinkedBlockingQueue<>();

	private final ConcurrentLinkedQueue<Socket> connections = new ConcurrentLinkedQueue<>();

	private final ServerSocket server;

	private final String answer;

	/**
	 * Starts to listen.
	 * @param port the port
	 * @param answer what is sent to each request before the connection is closed; nothing
	 * is sent and nothing closed if it is empty
	 */
	FakeApp(int port, String answer) throws IOException {
		this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
		this.answer = answer;
		daemon(this::accept);
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.server.accept();
				this.connections.add(connection);
				daemon(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void serve(Socket connection) {
		try {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
			List<String> head = new ArrayList<>();
			for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
				head.add(line);
			}
			if (head.isEmpty()) {
				return;
			}
			this.requests.add(head);
			if (!this.answer.isEmpty()) {
				connection.getOutputStream().write(this.answer.getBytes(StandardCharsets.ISO_8859_1));
				connection.close();
			}
		}
		catch (SocketException ex) {
			// The other side has gone.
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "fake-app");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.server.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
	}

}
