package dev.daprinvoke.sidecar;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits until a sidecar on this host is ready to pass calls on: what {@code --wait} does.
 */
final class ReadinessWait {

	private final Duration limit;

	private final Duration pause;

	/**
	 * Creates a wait.
	 * @param limit how long to wait at most
	 * @param pause the time between two looks, and the time one look may take at most
	 */
	ReadinessWait(Duration limit, Duration pause) {
		this.limit = limit;
		this.pause = pause;
	}

	/**
	 * Waits, asking again and again.
	 * @param httpPort the port of the sidecar's HTTP API
	 * @param giveUp ends the wait when it completes
	 * @return whether it became ready in time
	 */
	boolean until(int httpPort, CompletionStage<?> giveUp) throws InterruptedException {
		CompletableFuture<?> givenUp = giveUp.toCompletableFuture();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + httpPort + "/v1.0/healthz/outbound"))
			.timeout(this.pause.multipliedBy(10))
			.build();
		long deadline = System.nanoTime() + this.limit.toNanos();
		while (!isReady(client, request)) {
			if (System.nanoTime() - deadline >= 0 || isOver(givenUp)) {
				return false;
			}
		}
		return true;
	}

	private boolean isOver(CompletableFuture<?> givenUp) throws InterruptedException {
		try {
			givenUp.get(this.pause.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			return true;
		}
	}

	private static boolean isReady(HttpClient client, HttpRequest request) throws InterruptedException {
		try {
			return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
		}
		catch (IOException ex) {
			// Nobody listens yet.
			return false;
		}
	}

}
