package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Java's own client on a connection that speaks HTTP/2 without TLS: it asks for that with
 * its first request, which is made here.
 */
public final class H2cClient {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

	private final int port;

	private H2cClient(int port) {
		this.port = port;
	}

	/**
	 * Connects.
	 * @param port the API's port
	 * @return the client
	 */
	public static H2cClient to(int port) throws IOException, InterruptedException {
		H2cClient client = new H2cClient(port);
		client.send(client.request("/v1.0/healthz").timeout(LIMIT));
		return client;
	}

	/**
	 * Begins a request.
	 * @param target its target
	 * @return a request that is GET until it is told otherwise
	 */
	public HttpRequest.Builder request(String target) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + target));
	}

	/**
	 * Sends a request and waits for the head of its answer.
	 * @param request the request
	 * @return the answer, which came over HTTP/2
	 */
	public HttpResponse<InputStream> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<InputStream> response = this.client.send(request.build(),
				HttpResponse.BodyHandlers.ofInputStream());
		if (response.version() != HttpClient.Version.HTTP_2) {
			throw new AssertionError("The answer came over " + response.version());
		}
		return response;
	}

}
