package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An app that answers when the test says so.
 */
final class SlowApp implements AutoCloseable {

	private final CountDownLatch called = new CountDownLatch(1);

	private final CountDownLatch answer = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	SlowApp() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::serve);
		this.server.start();
	}

	private void serve(HttpExchange exchange) throws IOException {
		this.called.countDown();
		try {
			this.answer.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		byte[] body = "slow answer".getBytes(StandardCharsets.US_ASCII);
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	void awaitCall() throws InterruptedException {
		assertThat(this.called.await(30, TimeUnit.SECONDS)).isTrue();
	}

	void answer() {
		this.answer.countDown();
	}

	@Override
	public void close() {
		this.answer.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
