package dev.daprinvoke.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An app behind a sidecar that notes what it gets. What no handler was given for it
 * answers with 200 and {@code ok}, Dapr's own paths with 404.
 */
public final class TestApp implements AutoCloseable {

	private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();

	private final Map<String, AppHandler> handlers = new ConcurrentHashMap<>();

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	private volatile AppHandler others = TestApp::ok;

	private volatile boolean noting = true;

	private TestApp(ServerSocket server) {
		this.server = server;
		this.handlers.put("/dapr/config", (exchange) -> exchange.respond(404, ""));
	}

	/**
	 * Starts an app on a free port.
	 * @return the app
	 */
	public static TestApp start() {
		return start(0);
	}

	/**
	 * Starts an app.
	 * @param port the port, 0 for a free one
	 * @return the app
	 */
	public static TestApp start(int port) {
		try {
			TestApp app = new TestApp(new ServerSocket(port, 200, InetAddress.getByName("127.0.0.1")));
			thread("app on port " + app.port(), app::accept);
			return app;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Gives a path its own answer.
	 * @param path the path without query
	 * @param handler answers
	 * @return this app
	 */
	public TestApp on(String path, AppHandler handler) {
		this.handlers.put(path, handler);
		return this;
	}

	/**
	 * Gives all paths without an answer of their own this one.
	 * @param handler answers
	 * @return this app
	 */
	public TestApp otherwise(AppHandler handler) {
		this.others = handler;
		return this;
	}

	/**
	 * Notes nothing from now on, for more requests than there is memory to note.
	 * @return this app
	 */
	public TestApp withoutNotes() {
		this.noting = false;
		return this;
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * What it got, apart from Dapr's own calls.
	 * @return the requests, in the order in which their answers began
	 */
	public List<ReceivedRequest> received() {
		return this.received.stream().filter((request) -> !request.target().startsWith("/dapr/")).toList();
	}

	/**
	 * The latest request.
	 * @return the request
	 */
	public ReceivedRequest lastReceived() {
		List<ReceivedRequest> requests = received();
		if (requests.isEmpty()) {
			throw new AssertionError("The app got no request.");
		}
		return requests.get(requests.size() - 1);
	}

	/**
	 * What came to a path.
	 * @param target the request target with its query
	 * @return the requests
	 */
	public List<ReceivedRequest> receivedAt(String target) {
		return this.received.stream().filter((request) -> request.target().equals(target)).toList();
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.server.accept();
				connection.setTcpNoDelay(true);
				this.connections.add(connection);
				thread("connection of the app on port " + port(), () -> serve(connection));
			}
		}
		catch (IOException ex) {
			this.connections.forEach(TestApp::close);
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 16);
			HttpHead head;
			do {
				head = HttpHead.read(in);
				if (head != null) {
					answer(new AppExchange(connection, in, head, this::note));
				}
			}
			while (head != null && !"close".equalsIgnoreCase(head.first("Connection")));
		}
		catch (IOException ex) {
			// The sidecar's end of the connection is gone, and this one goes with it.
			close(connection);
		}
		finally {
			this.connections.remove(connection);
		}
	}

	private void note(ReceivedRequest request) {
		if (this.noting) {
			this.received.add(request);
		}
	}

	private void answer(AppExchange exchange) throws IOException {
		this.handlers.getOrDefault(exchange.path(), this.others).handle(exchange);
		exchange.note();
	}

	private static void ok(AppExchange exchange) throws IOException {
		exchange.wholeBody();
		exchange.respond(200, "ok", "Content-Type: text/plain", "X-App: yes");
	}

	private static void thread(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket connection) {
		try {
			connection.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.connections.forEach(TestApp::close);
	}

}
