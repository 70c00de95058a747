package dev.daprinvoke.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/**
 * An app that speaks HTTP/1.1 exactly as a test writes it down, on a real socket of the
 * loopback interface, and remembers the requests byte for byte.
 */
public final class FakeApp implements AutoCloseable {

	/** What the app does with a request. */
	@FunctionalInterface
	public interface Behaviour {

		/**
		 * Handles a request whose head has come.
		 * @param exchange the request, and the way to answer
		 * @throws IOException if the client is gone
		 */
		void on(AppExchange exchange) throws IOException;

	}

	private final ServerSocket server;

	private final Behaviour behaviour;

	private final BlockingQueue<AppExchange> exchanges = new LinkedBlockingQueue<>();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private FakeApp(ServerSocket server, Behaviour behaviour) {
		this.server = server;
		this.behaviour = behaviour;
	}

	/**
	 * Starts an app on a free port.
	 * @param behaviour what it does with every request
	 * @return the app
	 */
	public static FakeApp start(Behaviour behaviour) {
		return start(ServerSocketFactory.getDefault(), behaviour);
	}

	/**
	 * Starts an app on a free port that speaks TLS, with a certificate that nobody
	 * trusts.
	 * @param protocol the only version of TLS it speaks
	 * @param behaviour what it does with every request
	 * @return the app
	 */
	public static FakeApp startTls(String protocol, Behaviour behaviour) {
		FakeApp app = start(TestCertificate.context().getServerSocketFactory(), behaviour);
		((SSLServerSocket) app.server).setEnabledProtocols(new String[] { protocol });
		return app;
	}

	private static FakeApp start(ServerSocketFactory sockets, Behaviour behaviour) {
		try {
			FakeApp app = new FakeApp(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
			run("fake-app", app::accept);
			return app;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts an app that gives every request the same answer.
	 * @param answer the whole response, one char for each byte
	 * @return the app
	 */
	public static FakeApp answering(String answer) {
		return start((exchange) -> {
			exchange.body();
			exchange.send(answer);
		});
	}

	private static void run(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.connections.incrementAndGet();
				this.open.add(socket);
				run("fake-app-connection", () -> serve(socket));
			}
		}
		catch (IOException ex) {
			// The server socket was closed.
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			AppExchange exchange = AppExchange.read(socket);
			while (exchange != null) {
				this.exchanges.add(exchange);
				this.behaviour.on(exchange);
				exchange = socket.isClosed() ? null : AppExchange.read(socket);
			}
		}
		catch (IOException ex) {
			// The client is gone; what it sent was remembered.
		}
		finally {
			this.open.remove(socket);
		}
	}

	/**
	 * Takes the next request, ten seconds later at most.
	 * @return the request
	 */
	public AppExchange take() {
		try {
			AppExchange exchange = this.exchanges.poll(10, TimeUnit.SECONDS);
			if (exchange == null) {
				throw new AssertionError("no request came within 10 seconds");
			}
			return exchange;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * How many connections were accepted in all.
	 * @return the number
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * How many connections are open now.
	 * @return the number
	 */
	public int openConnections() {
		return this.open.size();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.open) {
			socket.close();
		}
	}

}
