package dev.daprinvoke.transport.sidecar;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.InvokeException;

/**
 * Asks a sidecar how it is (contract sections 5.1 and 5.2). Blocks its caller, each
 * question for five seconds at most.
 */
public final class SidecarProbe {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final SidecarSettings settings;

	private final SidecarClient client;

	/**
	 * Creates the probe.
	 * @param settings where the sidecar is
	 */
	public SidecarProbe(SidecarSettings settings) {
		this.settings = settings;
		this.client = new SidecarClient(settings.connectTimeout());
	}

	/**
	 * Where the sidecar is.
	 * @return its HTTP API
	 */
	public URI endpoint() {
		return this.settings.endpoint();
	}

	/**
	 * Asks whether calls can be made.
	 * @return {@code null} if they can, else why not
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public @Nullable String unready() throws InterruptedException {
		return unready(LIMIT);
	}

	/**
	 * Asks whether calls can be made, within a time.
	 * @param limit the longest to wait for the answer, more than zero; five seconds at
	 * most count
	 * @return {@code null} if they can, else why not
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public @Nullable String unready(Duration limit) throws InterruptedException {
		Duration within = (limit.compareTo(LIMIT) < 0) ? limit : LIMIT;
		long end = System.nanoTime() + within.toNanos();
		try {
			HttpResponse<byte[]> answer = get("/v1.0/healthz/outbound", within);
			if (answer.statusCode() == 204) {
				return null;
			}
			String message = JsonText.member(new String(answer.body(), StandardCharsets.UTF_8), "message");
			return "the sidecar at " + endpoint() + " answers " + answer.statusCode()
					+ ((message != null) ? ": " + message : "");
		}
		catch (HttpConnectTimeoutException ex) {
			return reason(ex);
		}
		catch (IOException ex) {
			// The client may tell of the broken body that is left when the time is over.
			boolean late = ex instanceof HttpTimeoutException || System.nanoTime() - end >= 0;
			return late ? "the sidecar at " + endpoint() + " gives no answer within " + within.toMillis() + " ms"
					: reason(ex);
		}
	}

	/**
	 * Asks the sidecar whose it is.
	 * @return what it says
	 * @throws IOException if it does not answer, or not as sidecars do
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public Metadata metadata() throws IOException, InterruptedException {
		HttpResponse<byte[]> answer = get("/v1.0/metadata", LIMIT);
		String json = new String(answer.body(), StandardCharsets.UTF_8);
		String id = JsonText.member(json, "id");
		if (answer.statusCode() != 200 || id == null) {
			throw new IOException("the sidecar at " + endpoint() + " answers " + answer.statusCode()
					+ " to GET /v1.0/metadata, and does not say its app id");
		}
		return new Metadata(id, JsonText.member(json, "runtimeVersion"));
	}

	private HttpResponse<byte[]> get(String path, Duration limit) throws IOException, InterruptedException {
		long end = System.nanoTime() + limit.toNanos();
		HttpRequest.Builder request = HttpRequest.newBuilder(endpoint().resolve(path)).timeout(limit);
		if (this.settings.apiToken() != null) {
			request.header("dapr-api-token", this.settings.apiToken());
		}
		return this.client.get().send(request.build(), (head) -> new TimedBody(end));
	}

	private String reason(IOException error) {
		InvokeException failure = SidecarFailure.of(endpoint(), error, false);
		return failure.getMessage();
	}

	/**
	 * Whose sidecar it is.
	 *
	 * @param appId the id of its app
	 * @param runtimeVersion the version of Dapr that it says, or {@code null}
	 */
	public record Metadata(String appId, @Nullable String runtimeVersion) {

	}

}
