package dev.daprinvoke.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A program that takes daprd's flags, says that it is ready and answers calls itself.
 */
final class FakeSidecar {

	private FakeSidecar() {
	}

	public static void main(String[] arguments) throws IOException {
		List<String> flags = Arrays.asList(arguments);
		if (!Files.readString(Path.of(value(flags, "--config"))).contains("component: sqlite")
				|| !Files.isDirectory(Path.of(value(flags, "--resources-path")))
				|| !flags.contains("--max-body-size=2Gi")) {
			throw new IllegalArgumentException("flags: " + flags);
		}
		int port = Integer.parseInt(value(flags, "--dapr-http-port"));
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		server.createContext("/v1.0/healthz", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		if (value(flags, "--app-id").equals("caller")) {
			server.createContext("/v1.0/invoke/callee/method/kb", FakeSidecar::answer);
		}
		server.start();
	}

	private static String value(List<String> flags, String name) {
		return flags.get(flags.indexOf(name) + 1);
	}

	private static void answer(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(200, 1024);
		try (OutputStream body = exchange.getResponseBody()) {
			body.write(new byte[1024]);
		}
	}

}
