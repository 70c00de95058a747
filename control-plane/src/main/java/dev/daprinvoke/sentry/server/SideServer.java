package dev.daprinvoke.sentry.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import dev.daprinvoke.observe.Meters;

/**
 * A small HTTP server beside the API: health or metrics.
 */
public final class SideServer implements AutoCloseable {

	private static final int OK = 200;

	private static final int UNKNOWN = 404;

	private static final int NOT_READY = 500;

	private final HttpServer server;

	private final ExecutorService thread;

	private SideServer(InetSocketAddress address, HttpHandler handler) throws IOException {
		this.server = HttpServer.create(address, 0);
		this.thread = Executors.newSingleThreadExecutor((task) -> {
			Thread own = new Thread(task, "http");
			own.setDaemon(true);
			return own;
		});
		this.server.setExecutor(this.thread);
		this.server.createContext("/", handler);
		this.server.start();
	}

	/**
	 * Serves {@code /healthz}.
	 * @param address where to listen
	 * @param ready tells whether Sentry is
	 * @return the running server
	 * @throws IOException if the address cannot be bound
	 */
	public static SideServer health(InetSocketAddress address, BooleanSupplier ready) throws IOException {
		return new SideServer(address, (exchange) -> {
			boolean known = exchange.getRequestURI().getPath().equals("/healthz");
			answer(exchange, !known ? UNKNOWN : ready.getAsBoolean() ? OK : NOT_READY, "text/plain", new byte[0]);
		});
	}

	/**
	 * Serves metrics on every path, as Dapr does.
	 * @param address where to listen
	 * @param meters what is served
	 * @return the running server
	 * @throws IOException if the address cannot be bound
	 */
	public static SideServer metrics(InetSocketAddress address, Meters meters) throws IOException {
		return new SideServer(address, (exchange) -> answer(exchange, OK, Meters.CONTENT_TYPE, text(meters)));
	}

	private static byte[] text(Meters meters) throws IOException {
		StringBuilder text = new StringBuilder();
		meters.scrape(text);
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
		try (exchange) {
			exchange.getResponseHeaders().set("Content-Type", type);
			exchange.sendResponseHeaders(status, (body.length == 0) ? -1 : body.length);
			exchange.getResponseBody().write(body);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.thread.shutdownNow();
	}

}
