package dev.daprinvoke.sample.frontend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Answers invocations of Cart on a loopback port, as the test has set it.
 */
class FakeSidecar implements AutoCloseable {

	private final HttpServer server;

	private volatile int status = 200;

	private volatile String body = "";

	private volatile String requestLine = "";

	FakeSidecar() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.requestLine = exchange.getRequestMethod() + " " + exchange.getRequestURI();
		byte[] bytes = this.body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(this.status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	void answers(int status, String body) {
		this.status = status;
		this.body = body;
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	String requestLine() {
		return this.requestLine;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
